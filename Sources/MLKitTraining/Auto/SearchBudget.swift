/// Time that a search may take, from when it was made.
struct SearchBudget {
    /// `nil` for no bound.
    let seconds: Double?
    private let clock: () -> Double
    private let begun: Double

    /// - Parameter clock: seconds of a clock that only goes forward.
    init(seconds: Double?, clock: @escaping () -> Double) {
        self.seconds = seconds
        self.clock = clock
        begun = clock()
    }

    /// Seconds that have passed.
    var passed: Double { clock() - begun }

    /// Whether there is time for something, and for what has to come after it.
    func allows(_ expected: Double, keeping reserve: Double) -> Bool {
        guard let seconds else { return true }
        let passed = passed
        return passed < seconds && passed + expected + reserve <= seconds
    }
}
