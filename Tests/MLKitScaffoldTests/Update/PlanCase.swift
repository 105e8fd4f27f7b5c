/// A template's first version, what the user does, a second version, and what is to come of it.
struct PlanCase: Sendable, CustomStringConvertible {
    var name: String
    var first: [String: String] = ["a.txt": PlanCase.text]
    var ownership = ""
    var doings: [Doing] = []
    /// `nil` for the same as the first.
    var second: [String: String]?
    var secondOwnership: String?
    var plan: [String] = []
    /// Files with their content afterwards; `nil` for one that is not there.
    var tree: [String: String?] = [:]
    var status: [String] = []

    var description: String { name }

    static let text = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n"
    /// The text with its first line changed, as a template does.
    static let theirs = "ONE\ntwo\nthree\nfour\nfive\nsix\nseven\n"
    /// With its last line changed, as a user does.
    static let yours = "one\ntwo\nthree\nfour\nfive\nsix\nSEVEN\n"
    static let both = "ONE\ntwo\nthree\nfour\nfive\nsix\nSEVEN\n"
    /// With its first line changed, as a user does.
    static let clash = "uno\ntwo\nthree\nfour\nfive\nsix\nseven\n"
    static let marked = """
        <<<<<<< yours
        uno
        =======
        ONE
        >>>>>>> template small 2.0.0
        two
        three
        four
        five
        six
        seven

        """
}
