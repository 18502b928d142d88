/// Tells one latched fault from every other of the same installation; never 0.
package typealias FaultNumber = UInt64
