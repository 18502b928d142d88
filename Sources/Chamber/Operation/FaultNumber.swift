/// The number of a latched fault, unique in an installation; never 0.
package typealias FaultNumber = UInt64
