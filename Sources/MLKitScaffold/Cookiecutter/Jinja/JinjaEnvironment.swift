internal import MLKitCore

/// What templates are rendered with besides their variables.
struct JinjaEnvironment {
    var settings = JinjaSettings()
    /// For `{% now %}`.
    var clock: JinjaClock
    var effects: JinjaEffects
    /// The text that `include` names; `nil` if there is none.
    var load: (String) throws -> JinjaSource? = { _ in nil }
}

/// The moment of rendering, given from outside.
struct JinjaClock {
    /// Since 1970.
    var seconds: Int
    /// Minutes that the local time is ahead of UTC.
    var offset: Int
}

/// How templates are written: the part of Jinja's environment that changes its reading.
struct JinjaSettings: Equatable {
    var blockStart = "{%"
    var blockEnd = "%}"
    var variableStart = "{{"
    var variableEnd = "}}"
    var commentStart = "{#"
    var commentEnd = "#}"
    /// Whether the first line break after a block goes with it.
    var trimsBlocks = false
    /// Whether white space between the start of a line and a block goes with the block.
    var stripsBlocks = false
    /// Whether what is not there is an empty text where it is used, as Jinja's `Undefined` has it, rather than an error, as its
    /// `StrictUndefined`.
    var takesUndefined = false
}
