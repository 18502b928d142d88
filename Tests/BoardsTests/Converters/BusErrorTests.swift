import Boards
import Chamber
import Glibc
import Testing

@Suite struct BusErrorTests {
    private static let chip = BusPlace("/dev/i2c-1", address: 0x48)

    private static let kinds: [(code: CInt, kind: BusError.Kind, fault: ProbeSample.BusFault)] = [
        (6, .noAcknowledge, .noAcknowledge),  // ENXIO
        (121, .noAcknowledge, .noAcknowledge),  // EREMOTEIO
        (110, .timedOut, .timedOut),  // ETIMEDOUT
        (11, .timedOut, .timedOut),  // EAGAIN
        (2, .absent, .failed),  // ENOENT
        (19, .absent, .failed),  // ENODEV
        (13, .denied, .failed),  // EACCES
        (16, .busy, .failed),  // EBUSY
        (95, .unsupported, .failed),  // EOPNOTSUPP
        (5, .other, .failed),  // EIO
    ]

    @Test(arguments: kinds)
    func theSystemsNumberTellsTheSort(
        code: CInt,
        kind: BusError.Kind,
        fault: ProbeSample.BusFault
    ) {
        let error = BusError(.read, errno: code, at: Self.chip)
        #expect(error.kind == kind)
        #expect(error.fault == fault)
        #expect(error.code == code)
    }

    private static let sentences: [(error: BusError, text: String)] = [
        (
            BusError(.read, errno: 121, at: chip),
            "cannot read 0x48 on /dev/i2c-1: nobody answered, Remote I/O error (errno 121); check "
                + "the converter's wires, its supply and the address in [adc], and lower the bus's "
                + "speed (on a Raspberry Pi dtparam=i2c_arm_baudrate=50000): it cannot wait for a "
                + "chip that stretches the clock"
        ),
        (
            BusError(.write, errno: 110, at: chip),
            "cannot write 0x48 on /dev/i2c-1: it did not finish in time, Connection timed out "
                + "(errno 110); check SDA and SCL for short circuits and pull-ups, then switch the "
                + "converter's supply off and on"
        ),
        (
            BusError(.claim, errno: 16, at: chip),
            "cannot claim 0x48 on /dev/i2c-1: another program uses it, Device or resource busy "
                + "(errno 16); a kernel driver uses this address: read it with type iio or "
                + "hwmon, or take that driver away"
        ),
        (
            BusError(.readBack, .wasReset, at: chip),
            "cannot trust the configuration of 0x48 on /dev/i2c-1: it is not as it was left; look "
                + "for a supply that sags or a loose wire, and for another program that uses the chip"
        ),
    ]

    @Test(arguments: sentences)
    func anErrorSaysWhatToDo(error: BusError, text: String) {
        #expect(error.description == text)
    }

    @Test func aBusThatIsNotThereIsAbsent() {
        let error = busError { () throws(BusError) in
            try KernelBus("/dev/hearth-has-no-such-bus", address: 0x48)
        }
        #expect(
            error?.description
                == "cannot open 0x48 on /dev/hearth-has-no-such-bus: No such file or directory "
                + "(errno 2); turn the bus on (on a Raspberry Pi dtparam=i2c_arm=on), load the "
                + "module i2c-dev, or correct bus in [adc]"
        )
    }

    @Test func aFileThatIsNoBusIsTold() {
        let error = busError { () throws(BusError) in try KernelBus("/dev/null", address: 0x48) }
        #expect(error?.operation == .askFunctions)
        #expect(error?.kind == .unsupported)
    }
}
