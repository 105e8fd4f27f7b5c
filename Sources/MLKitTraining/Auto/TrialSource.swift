internal import MLKitEvaluation

/// Settings to try, family by family in turn, each family's most promising first. What is proposed depends on the seed and on how many
/// were proposed before, and on nothing else.
struct TrialSource {
    private let families: [any ModelFamily]
    private let seed: Int
    /// By family, how many it has proposed, and whether it has more.
    private var made: [Int]
    private var isOpen: [Bool]
    private var turn = 0

    init(_ families: [any ModelFamily], seed: Int) {
        self.families = families
        self.seed = seed
        made = [Int](repeating: 0, count: families.count)
        isOpen = [Bool](repeating: true, count: families.count)
    }

    /// The next settings, and whether they are their family's first; `nil` where no family has more.
    mutating func next() -> (settings: any ModelSettings, isStandard: Bool)? {
        while isOpen.contains(true) {
            let place = turn % families.count
            turn += 1
            guard isOpen[place] else { continue }
            var random = RandomSource(seed: (seed &* 1009 &+ place) &* 100_003 &+ made[place])
            if let settings = families[place].proposedModel(made[place], &random) {
                made[place] += 1
                return (settings, made[place] == 1)
            }
            isOpen[place] = false
        }
        return nil
    }

    /// Proposes no more of a family.
    mutating func close(_ family: String) {
        for place in families.indices where families[place].name == family { isOpen[place] = false }
    }
}
