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
}
