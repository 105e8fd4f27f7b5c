import MLKitCore

@testable import MLKitScaffold

/// Short ways to render in tests.
enum Jinja {
    /// Half past eleven at night in UTC, half past one the next day by the local time.
    static let clock = JinjaClock(seconds: 1_769_902_200, offset: 120)

    static func render(
        _ text: String, _ variables: [String: JinjaValue], _ settings: JinjaSettings = JinjaSettings()
    ) throws -> String {
        let source = JinjaSource(file: "t.txt", bytes: Array(text.utf8))
        let environment = JinjaEnvironment(
            settings: settings, clock: clock, effects: JinjaEffects(SystemRandomNumberGenerator()))
        return try JinjaTemplate(source, settings).render(variables, environment)
    }

    /// Settings by the names that Jinja has for them.
    static func settings(_ json: JSON?) -> JinjaSettings {
        var settings = JinjaSettings()
        settings.trimsBlocks = json?["trim_blocks"]?.bool ?? false
        settings.stripsBlocks = json?["lstrip_blocks"]?.bool ?? false
        settings.blockStart = json?["block_start_string"]?.string ?? settings.blockStart
        settings.blockEnd = json?["block_end_string"]?.string ?? settings.blockEnd
        settings.variableStart = json?["variable_start_string"]?.string ?? settings.variableStart
        settings.variableEnd = json?["variable_end_string"]?.string ?? settings.variableEnd
        settings.commentStart = json?["comment_start_string"]?.string ?? settings.commentStart
        settings.commentEnd = json?["comment_end_string"]?.string ?? settings.commentEnd
        return settings
    }
}

/// Numbers that are the same for the same seed (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
