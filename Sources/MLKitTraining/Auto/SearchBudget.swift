/// Time that a search may take, from when it was made.
struct SearchBudget {
    /// `nil` for no bound.
    let seconds: Double?
    private let clock: () -> Double
    private let begun: Double
    /// Seconds that passed before this was made.
    private var earlier = 0.0

    /// - Parameter clock: seconds of a clock that only goes forward.
    init(seconds: Double?, clock: @escaping () -> Double) {
        self.seconds = seconds
        self.clock = clock
        begun = clock()
    }

    /// Seconds that have passed.
    var passed: Double { clock() - begun + earlier }

    /// Counts what was spent in a run that was stopped.
    mutating func count(_ seconds: Double) { earlier += seconds }

    /// Whether there is time for something, and for what has to come after it.
    func allows(_ expected: Double, keeping reserve: Double) -> Bool {
        guard let seconds else { return true }
        let passed = passed
        return passed < seconds && passed + expected + reserve <= seconds
    }
}
