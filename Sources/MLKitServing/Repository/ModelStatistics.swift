/// What has been asked of one version of a model.
final class ModelStatistics: Sendable {
    let successes = Counter()
    let failures = Counter()
    let rows = Counter()
    let nanoseconds = Counter()
}
