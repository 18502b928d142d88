import Boards
import Testing
import TestSupport

/// IIO and hwmon devices as the kernel shows them, in folders of the test's own.
@Suite struct KernelFileTests {
    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
        try folder.write("iio:device0/name", "ads1015\n")
        try folder.write("iio:device0/in_voltage0_raw", "1000\n")
        try folder.write("iio:device0/in_voltage0_scale", "2.000000000\n")
        try folder.write("iio:device0/in_voltage1_raw", "-3\n")
        try folder.write("iio:device0/in_voltage1_scale", "2.000000000\n")
        try folder.write("iio:device1/name", "mcp3424\n")
        try folder.write("iio:device1/in_voltage0_raw", "4096\n")
        try folder.write("iio:device1/in_voltage_scale", "0.25\n")
        try folder.write("iio:device1/in_voltage0_offset", "-96\n")
        try folder.write("hwmon3/name", "ads7828\n")
        try folder.write("hwmon3/in2_input", "1650\n")
    }

    private func iio(_ device: String) throws -> IIOConverter {
        try IIOConverter(device, root: folder.path)
    }

    @Test func anIIODeviceIsFoundByItsNameAndScaled() throws {
        var device = try iio("ads1015")
        device.beginScan()
        #expect(try device.measure(0) == Conversion(code: 1_000, volts: 2))
        #expect(try device.measure(1) == Conversion(code: -3, volts: -0.006))
    }

    @Test func aSharedScaleAndAnOffsetAreTaken() throws {
        var device = try iio(folder.path + "/iio:device1")
        #expect(try device.measure(0) == Conversion(code: 4_096, volts: 1))
    }

    @Test func aHwmonDeviceReadsInMillivolts() throws {
        for device in ["ads7828", folder.path + "/hwmon3"] {
            var device = try HwmonConverter(device, root: folder.path)
            device.beginScan()
            #expect(try device.measure(2) == Conversion(code: 1_650, volts: 1.65))
        }
    }

    @Test func aScaleThatChangesIsAReset() throws {
        var device = try iio("ads1015")
        _ = try device.measure(0)
        try folder.write("iio:device0/in_voltage0_scale", "1.000000000\n")
        let error = busError { () throws(BusError) in try device.measure(0) }
        #expect(error?.kind == .wasReset)
        #expect(error?.place.path == folder.path + "/iio:device0/in_voltage0_scale")
    }

    @Test func inputsOfDifferentRangesAreRefused() throws {
        try folder.write("iio:device0/in_voltage1_scale", "1\n")
        var device = try iio("ads1015")
        _ = try device.measure(0)
        let error = busError { () throws(BusError) in try device.measure(1) }
        #expect(error?.kind == .malformed("1 is not the scale of the other inputs"))
    }

    /// A file, its text (`nil`: missing), and the error that is reported.
    private static let damages: [(file: String, text: String?, message: String)] = [
        (
            "in_voltage0_raw", nil,
            "cannot open F: No such file or directory (errno 2); check device and the channels in "
                + "the board file, and that the kernel's driver is loaded"
        ),
        (
            "in_voltage0_raw", "",
            "cannot read F: \"\" is not a number; check device in [adc], and the kernel's log"
        ),
        (
            "in_voltage0_raw", "12 mV\n",
            "cannot read F: \"12 mV\" is not a number; check device in [adc], and the kernel's log"
        ),
        (
            "in_voltage0_raw", "0.5\n",
            "cannot read F: 0.5 is not a code; check device in [adc], and the kernel's log"
        ),
        (
            "in_voltage0_scale", nil,
            "cannot open F: No such file or directory (errno 2); check device and the channels in "
                + "the board file, and that the kernel's driver is loaded"
        ),
        (
            "in_voltage0_scale", "0\n",
            "cannot read F: 0 is no scale; check device in [adc], and the kernel's log"
        ),
    ]

    @Test(arguments: damages)
    func anErrorNamesTheFile(file: String, text: String?, message: String) throws {
        for name in ["in_voltage0_raw", "in_voltage0_scale"] where name != file {
            try folder.write("damaged/\(name)", "1\n")
        }
        if let text { try folder.write("damaged/\(file)", text) }
        let path = "\(folder.path)/damaged"
        var device = try iio(path)
        let error = busError { () throws(BusError) in try device.measure(0) }
        #expect(error?.description == message.replacing(" F:", with: " \(path)/\(file):"))
    }

    @Test func aNameThatNobodyHasIsTold() {
        let error = busError { () throws(BusError) in
            try HwmonConverter("ads1115", root: folder.path)
        }
        #expect(error?.kind == .absent)
        #expect(
            error?.description.hasPrefix(
                "cannot find a converter in \(folder.path)/*/name as \"ads1115\": No such device"
            ) == true
        )
    }

    @Test func aNameThatTwoHaveIsTold() throws {
        try folder.write("hwmon4/name", "ads7828\n")
        let error = busError { () throws(BusError) in
            try HwmonConverter("ads7828", root: folder.path)
        }
        let path = folder.path
        #expect(
            error?.description
                == "cannot find a converter in \(path): several are called \"ads7828\": "
                + "\(path)/hwmon3, \(path)/hwmon4; give its whole path as device"
        )
    }

    @Test func aKernelWithoutSuchDevicesIsTold() {
        let error = busError { () throws(BusError) in
            try IIOConverter("ads1015", root: folder.path + "/none")
        }
        #expect(error?.kind == .absent)
        #expect(error?.place.path == folder.path + "/none")
    }
}
