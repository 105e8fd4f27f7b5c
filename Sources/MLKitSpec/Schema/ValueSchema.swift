/// What may stand in one place of a YAML file. The same description checks a file, and says what to write.
public indirect enum ValueSchema: Sendable {
    case text
    /// Text that a check accepts.
    case pattern(TextPattern)
    case integer(ClosedRange<Int>)
    /// One of a few whole numbers.
    case integers([Int])
    case number(ClosedRange<Double>)
    case boolean
    case null
    case choice([String])
    /// A path inside the project.
    case path
    /// A path inside the project, or an absolute one.
    case anyPath
    /// `${stages.…}`: one of a stage's products.
    case reference
    case list(ValueSchema)
    /// A mapping with names of the user's own.
    case mapping(ValueSchema)
    case object(ObjectSchema)
    /// A mapping whose keys depend on the value of its key `kind`.
    case variant([ObjectSchema])
    /// The first alternative that fits the sort of node decides.
    case either([ValueSchema])
    case anything
}
