import Plant

/// A defect that is there while the owner calibrates, and that the figures could hide.
enum PoisonedCondition: String, CaseIterable, Sendable {
    case blowerStopped = "blower stopped"
    case blowerStalls = "blower stalls 30 of 60 s"
    case blowerWeak75 = "blower at 75 %"
    case blowerWeak50 = "blower at 50 %"
    case blowerWeak35 = "blower at 35 %"
    case halfPower = "half the power"
    case fifthOfPower = "a fifth of the power"
    case lowMains = "mains at 90 of 230 V"
    case halfWave = "relay half-wave"
    case leak = "relay leaks 25 %"
    case touching50 = "element probe touches 50 %"
    case touching30 = "element probe touches 30 %"
    case touching20 = "element probe touches 20 %"
    case slowElement = "element probe 15 times as slow"
    case outOfPlace60 = "chamber probe sees 60 % of the air"
    case outOfPlace30 = "chamber probe sees 30 % of the air"
    case bed = "a bed of 80 W that no printer tells of"

    /// The defect, and its size where it is not the standard one.
    var defect: SurveyTrial.Defect {
        switch self {
        case .blowerStopped: SurveyTrial.Defect(.fanStopped)
        case .blowerStalls: SurveyTrial.Defect(.fanStalls)
        case .blowerWeak75: SurveyTrial.Defect(.fanWeak, 0.75)
        case .blowerWeak50: SurveyTrial.Defect(.fanWeak, 0.5)
        case .blowerWeak35: SurveyTrial.Defect(.fanWeak, 0.35)
        case .halfPower: SurveyTrial.Defect(.heaterWeak, 0.5)
        case .fifthOfPower: SurveyTrial.Defect(.heaterWeak, 0.2)
        case .lowMains: SurveyTrial.Defect(.mainsVoltage, 0.39)
        case .halfWave: SurveyTrial.Defect(.relayHalfWave)
        case .leak: SurveyTrial.Defect(.relayLeaks, 0.25)
        case .touching50: SurveyTrial.Defect(.elementTouching, 0.5)
        case .touching30: SurveyTrial.Defect(.elementTouching, 0.3)
        case .touching20: SurveyTrial.Defect(.elementTouching, 0.2)
        case .slowElement: SurveyTrial.Defect(.elementSlow, 15)
        case .outOfPlace60: SurveyTrial.Defect(.chamberOutOfPlace, 0.6)
        case .outOfPlace30: SurveyTrial.Defect(.chamberOutOfPlace, 0.3)
        case .bed: SurveyTrial.Defect(.bedHeat, 80)
        }
    }
}
