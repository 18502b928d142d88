import Printers
import Surroundings
import SwitchCore
import Testing

/// The chamber's target by the filament.
@Suite struct FilamentRuleTests {
    /// The slicer's generic filaments: type, number, target.
    private static let generic: [(type: String, code: String, degrees: Double)] = [
        ("PLA", "GFL99", 0), ("PLA-CF", "GFL98", 0),
        ("PETG", "GFG99", 40), ("PETG-CF", "GFG98", 40),
        ("PCTG", "GFG97", 40), ("ABS", "GFB99", 55), ("ASA", "GFB98", 55), ("PC", "GFC99", 60),
        ("PA", "GFN99", 50), ("PA-CF", "GFN98", 50), ("PPA-CF", "GFN97", 0), ("PPA-GF", "GFN96", 0),
        ("PPS", "GFT97", 0), ("PPS-CF", "GFT98", 0), ("TPU", "GFU99", 0), ("PVA", "GFS99", 0),
        ("HIPS", "GFS98", 0), ("BVOH", "GFS97", 0), ("PE", "GFP99", 0), ("PE-CF", "GFP98", 0),
        ("PP", "GFP97", 0), ("PP-CF", "GFP96", 0), ("PP-GF", "GFP95", 0), ("EVA", "GFR99", 0),
        ("PHA", "GFR98", 0),
    ]

    @Test(arguments: generic.indices)
    func aGenericFilamentHasItsTargetAndItsNumber(row: Int) {
        let (type, code, degrees) = Self.generic[row]
        #expect(FilamentRule().target(for: type) == Celsius(degrees))
        var bench = BambuBench.reporting(#""gcode_state":"IDLE""#)
        let filament = FilamentSetting(
            slot: nil,
            type: type,
            color: "A03CF7FF",
            lowestNozzle: Celsius(220),
            highestNozzle: Celsius(270)
        )
        bench.step(.command(.setFilament(filament), ticket: 1))
        #expect(bench.requests.first?.contains(#""tray_info_idx":"\#(code)","#) == true)
    }

    /// Types as makers' lists, tags and slicers have them, by target.
    private static let brands: [Double: [String]] = [
        0: [
            "PLA+", "PLA Basic", "PLA Matte", "PLA Silk+", "PLA-S", "PLA-AERO", "PLA-LW", "PLAX",
            "TPU 95A HF", "TPU-AMS", "TPU85", "TPE", "TPC", "PCL", "PCL-Lite", "PCABS", "PCTFE",
            "PET", "PET-CF", "PET-GF", "PEI-9085", "PEEK", "PEKK", "PEBA", "PHA", "PVB", "PVDF",
            "POM", "PSU", "PPSU", "PP-GF30", "SBS", "ASAX", "ABSX", "PAX", "PAEK", "PARA",
            "PAHTX", "PETGX", "CoPA", "Nylon", "FLEX", "Support", "", " ", "P", "A",
        ],
        40: [
            "PETG HF", "PETG-ESD", "PETG+", "PETG Translucent", "petg-gf", "PCTG-CF", "PCTG GF10",
        ],
        50: [
            "PA6", "PA6-CF", "PA11-CF", "PA12", "PA12-CF15", "PA612-CF", "PA66/6", "PA-S", "PA/PET",
            "PAHT-CF", "paht", "PA-GF25",
        ],
        55: ["ABS+", "ABS-GF", "ABS FR", "ABS-S", "ASA-Aero", "ASA-CF", "ASA+", "Asa", "ABS/PC"],
        60: ["PC FR", "PC-CF", "PC+", "PC/ABS", "PC-ABS", "PC-PBT", "PC Blend", "pc"],
    ]

    private static let names = brands.flatMap { degrees, types in
        types.map { (type: $0, degrees: degrees) }
    }

    @Test(arguments: names)
    func aNameCountsAsAWhole(type: String, degrees: Double) {
        #expect(FilamentRule().target(for: type) == Celsius(degrees))
    }

    private static let rule = FilamentRule(own: [
        .init("PLA-X", Celsius(35)), .init("pa", Celsius(45)), .init("PA6", Celsius(65)),
        .init("PC-", Celsius(70)), .init("PCL", Celsius(30)),
    ])

    @Test(
        arguments: [
            ("PLA", 0), ("PLA-CF", 0), ("PLA-X2", 35), ("PLA-XL", 0), ("pla-x", 35),
            ("PETG-HF", 40), ("PA-CF", 45), ("PA6-GF", 65), ("PA612", 45), ("PAHT-CF", 50),
            ("PC FR", 60), ("PCL", 30), ("PVA", 0), ("", 0),
        ]
    )
    func theLongestNameThatFitsDecides(filament: String, degrees: Int) {
        #expect(Self.rule.target(for: filament) == Celsius(Double(degrees)))
    }
}
