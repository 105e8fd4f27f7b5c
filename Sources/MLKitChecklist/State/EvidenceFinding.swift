/// What became of a piece of evidence.
enum EvidenceFinding: Hashable, Sendable {
    /// Nothing.
    case same
    case change(EvidenceChange)
    /// Nobody can tell here, for this reason.
    case unclear(String)
}
