/// How a task of a list with points was done, which its record may say as the `answer`.
enum ScoredAnswer: String, CaseIterable {
    case manual
    case automated
}
