import Chamber
import Dialects
import Surroundings
import Testing

struct APIDeviceWishTests {
    private func read(_ body: String) throws -> APIDeviceWish {
        try APIDeviceWish(parsing: Array(body.utf8))
    }

    @Test func readsWhatIsWishedOfPrinters() throws {
        #expect(try read(#"{"scan_printers":true}"#).wishes == [.scanPrinters(port: nil)])
        #expect(try read(#"{"scan_printers":{"port":80}}"#).wishes == [.scanPrinters(port: 80)])
        #expect(try read(#"{"printer_kind":"klipper"}"#).wishes == [.setPrinterKind(.klipper)])
        let unbind = try read(#"{"unbind_printer":true,"requester":"page","session":3}"#)
        #expect(unbind.wishes == [.unbindPrinter])
        #expect(unbind.requester == Requester(.page, session: 3))
    }

    @Test func readsWhatModeAutoGoesBy() throws {
        for choice in AutoChoice.offered {
            let asked = try read(#"{"auto":"\#(choice.word)"}"#)
            #expect(asked.wishes == [.setAutoChoice(choice)])
            #expect(asked.refusal(by: DeviceStatus()) == nil)
            var status = DeviceStatus()
            status.fileAuto = .bed
            let refusal = asked.refusal(by: status)
            #expect(refusal?.status == 409 && refusal?.code == "set_by_file")
            #expect(refusal?.message.contains("auto: bed") == true)
        }
        var status = DeviceStatus()
        status.fileAuto = .bed
        #expect(try read(#"{"scan_networks":true}"#).refusal(by: status) == nil)
    }

    @Test func readsABindingOfEachKind() throws {
        var klipper = DeviceProfile.KlipperBinding()
        (klipper.name, klipper.address) = ("192.0.2.7", "192.0.2.7")
        #expect(
            try read(#"{"bind_klipper":{"address":"192.0.2.7"}}"#).wishes
                == [.setPrinterKind(.klipper), .bindKlipper(klipper)]
        )
        (klipper.name, klipper.address) = ("Voron", "voron.local")
        (klipper.port, klipper.apiKey) = (80, "key")
        let full = #"{"address":"voron.local","port":80,"api_key":"key","name":"Voron"}"#
        #expect(
            try read(#"{"bind_klipper":\#(full)}"#).wishes
                == [.setPrinterKind(.klipper), .bindKlipper(klipper)]
        )
        var bambu = DeviceProfile.BambuBinding()
        (bambu.name, bambu.address) = ("01P00A", "192.0.2.8")
        (bambu.serial, bambu.accessCode) = ("01P00A", "12345678")
        let body = #"{"address":"192.0.2.8","serial":"01p00a","access_code":"12345678"}"#
        #expect(
            try read(#"{"bind_bambu":\#(body)}"#).wishes
                == [.setPrinterKind(.bambu), .bindBambu(bambu)]
        )
    }

    @Test(arguments: [
        ("", "bad_json"), ("[]", "bad_json"), ("{}", "not_one_wish"),
        (#"{"scan_printers":true,"unbind_printer":true}"#, "not_one_wish"),
        (#"{"scan_printer":true}"#, "unknown_wish"), (#"{"scan_printers":false}"#, "bad_value"),
        (#"{"scan_printers":{"port":0}}"#, "bad_value"),
        (#"{"scan_printers":{"prot":7125}}"#, "bad_value"),
        (#"{"printer_kind":"prusa"}"#, "bad_value"), (#"{"unbind_printer":1}"#, "bad_value"),
        (#"{"auto":"target"}"#, "bad_value"), (#"{"auto":"printer"}"#, "bad_value"),
        (#"{"auto":null}"#, "bad_value"),
        (#"{"bind_klipper":{}}"#, "bad_value"), (#"{"bind_klipper":"192.0.2.7"}"#, "bad_value"),
        (#"{"bind_klipper":{"address":""}}"#, "bad_value"),
        (#"{"bind_klipper":{"address":"a b"}}"#, "bad_value"),
        (#"{"bind_klipper":{"address":"a","port":"80"}}"#, "bad_value"),
        (#"{"bind_klipper":{"address":"a","api_key":"a\u000ab"}}"#, "bad_value"),
        (#"{"bind_bambu":{"address":"a","serial":""}}"#, "bad_value"),
        (#"{"bind_bambu":{"address":"a"}}"#, "bad_value"),
    ])
    func explainsWhatItDoesNotUnderstand(body: String, code: String) {
        #expect {
            try read(body)
        } throws: { error in
            (error as? APIProblem)?.code == code
        }
    }

    @Test func namesTheNearestWordAndNoSecret() {
        #expect {
            try read(#"{"bind_klipper":{"address":"a","api_key":"SECRET\u0001"}}"#)
        } throws: { error in
            let message = (error as? APIProblem)?.message ?? ""
            return message.contains("bind_klipper.api_key") && !message.contains("SECRET")
        }
        #expect {
            try read(#"{"bind_klipper":{"address":"a","apikey":"SECRET"}}"#)
        } throws: { error in
            let message = (error as? APIProblem)?.message ?? ""
            return message.contains("did you mean \"api_key\"") && !message.contains("SECRET")
        }
    }
}
