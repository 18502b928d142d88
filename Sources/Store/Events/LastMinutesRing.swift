import Chamber

/// The newest two minutes by the second, in space allocated once.
struct LastMinutesRing {
    private var points: [LastMinutes.Point]
    private var next = 0
    private var count = 0

    init() {
        let empty = LastMinutes.Point(chamber: nil, element: nil, setPoint: nil, duty: 0)
        points = Array(repeating: empty, count: LastMinutes.capacity)
    }

    mutating func append(_ point: LastMinutes.Point) {
        points[next] = point
        next = (next + 1) % points.count
        count = min(count + 1, points.count)
    }

    /// Copies its points into `target`, oldest first; allocates nothing where `target` has the
    /// space.
    func copy(to target: inout [LastMinutes.Point]) {
        target.removeAll(keepingCapacity: true)
        for index in 0..<count {
            target.append(points[(next + points.count - count + index) % points.count])
        }
    }
}
