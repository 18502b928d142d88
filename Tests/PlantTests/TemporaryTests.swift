import Chamber
import Plant
import Testing

@Suite struct TemporaryTests {
    @Test func prints() throws {
        var worst = 0.0
        var lowest = 0.0
        let duties = [0.02, 0.05, 0.07, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.93, 0.97, 1]
        for first in duties { for second in duties where first != second {
            for offset in 0..<60 {
                var modulator = Modulator(Modulation())
                var owed: [Double] = [0]
                for step in 0..<1_400 {
                    let duty = Duty(step < 700 + offset ? first : second)
                    let isOn = modulator.step(duty, at: Instant(nanoseconds: Int64(step) * 100_000_000))
                    owed.append(owed[owed.count - 1] + duty.fraction - (isOn ? 1 : 0))
                }
                for start in 100..<800 {
                    let error = owed[start + 600] - owed[start]
                    if error > worst { worst = error; print("LIFE", first, second, offset, error) }
                    if error < lowest { lowest = error; print("LIFE", first, second, offset, error) }
                }
            }
        } }
        print("LIFE worst", worst, lowest)
    }
}
