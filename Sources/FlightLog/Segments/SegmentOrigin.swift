/// Where a segment comes from.
package struct SegmentOrigin: Codable, Equatable, Sendable {
    /// The version of the program that recorded it.
    package var program: String
    /// The board's name.
    package var board: String
    /// Tells the runs of the daemon apart: when it began, in milliseconds since 1970.
    package var run: Int64
    /// Counts the segments of a run from 0.
    package var index: Int
    /// When the segment began, in milliseconds since 1970.
    package var wall: Int64

    package init(program: String, board: String, run: Int64, index: Int, wall: Int64) {
        self.program = program
        self.board = board
        self.run = run
        self.index = index
        self.wall = wall
    }
}
