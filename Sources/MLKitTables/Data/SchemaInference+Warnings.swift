internal import MLKitSignature
internal import MLKitCore

// What the user should know of columns whose type is not what it seems.

extension SchemaInference {
    var warnings: [String] {
        var own = self
        own.sharesNumbers = sharedNumbers != nil
        return own.gathered
    }

    private var gathered: [String] {
        var alike: [String: Int] = [:]
        var told = [String]()
        var more: [(first: String, names: [String])] = []
        for profile in profiles {
            for warning in isOfStage ? warnings(profile) : oddities(profile) {
                let (name, words) = ("`\(profile.name)`", warning.replacing("`\(profile.name)`", with: "``"))
                let count = alike[words, default: 0]
                alike[words] = count + 1
                if count < Self.toldAlike {
                    told.append(warning)
                } else if count == Self.toldAlike {
                    more.append((words, [name]))
                } else if let place = more.firstIndex(where: { $0.first == words }) {
                    more[place].names.append(name)
                }
            }
        }
        return told + more.map { words, names in
            "the same holds of \(plural(names.count, "more column")) (\(words.replacing("``", with: "…").prefix(60))…): "
                + names.prefix(10).joined(separator: ", ") + (names.count > 10 ? ", …" : "")
        }
    }

    /// Of how many columns the same is told one by one.
    private static let toldAlike = 10

    /// Whether a stage reads the table, and models learn from it: else it is only looked at, and has no keys to mend it by.
    var isOfStage: Bool { !target.isEmpty || !labels.isEmpty || task == .absent }

    private func warnings(_ profile: ColumnProfile) -> [String] {
        let name = "the column `\(profile.name)`"
        if profile.present == 0 { return ["\(name) has no values: models do not see it (`feature: false` in the schema)"] }
        let only = onlySplits(profile) && type(profile) != .identifier ? [Self.onlySplits(profile.name, isTime: profile.name == time)] : []
        if profile.areTooLong { return [longNumbers(profile)] + only }
        if let order = unknownOrder(profile) { return [order] + only }
        guard !isTarget(profile) else { return profile.type == .text ? [numberWords(profile)].compactMap { $0 } : [] }
        if !only.isEmpty { return oddities(profile) + only }
        if profile.distinct == 1, profile.missing == 0 {
            return ["\(name) has the same value in every row: nothing can be learnt from it; add it to `clean.drop`"]
        }
        guard profile.type == .text || profile.type == .integer else { return [] }
        if namesGroups(profile) { return [] }
        if type(profile) == .identifier {
            return [
                "\(name) has another value in every row, so it is taken for an identifier, which models do not see: give it "
                    + "another `type` in the schema if it is a feature, or add it to `clean.drop`"
            ]
        }
        guard profile.type == .text else { return [] }
        let odd = oddities(profile)
        return odd.isEmpty ? freeText(profile) : odd
    }

    private static func onlySplits(_ name: String, isTime: Bool) -> String {
        "\(splits(name, isTime)): models do not see it; `feature: true` in the schema gives it to them"
    }

    /// What is said of a schema that lets models see the column that a split goes by, without a word about it.
    static func learnsSplits(_ name: String, isTime: Bool) -> String {
        "\(splits(name, isTime)), and models see it: `feature: false` in the schema leaves it out, `feature: true` says that it is meant"
    }

    private static func splits(_ name: String, _ isTime: Bool) -> String {
        "rows are split by the column `\(name)`, and later rows have other " + (isTime ? "times" : "groups")
    }

    /// What is text because of few values, or of how they are written.
    private func oddities(_ profile: ColumnProfile) -> [String] {
        if let order = unknownOrder(profile) { return [order] }
        guard profile.type == .text, profile.present > 0, type(profile) != .identifier else { return [] }
        let name = "the column `\(profile.name)`"
        if let told = numberWords(profile) { return [told] }
        if let format = nearDates(profile) {
            let first = "the first `\(profile.firstUndated ?? "")`"
            return [
                "\(name) is text, and most of its values are dates of the form `\(format.text)`"
                    + (isOfStage ? ": if the others, \(first), mean a missing value, add them to `clean.missing`" : "; \(first) is none")
            ]
        }
        if let told = severalFormats(profile) ?? oddForm(profile) { return [told] }
        return oddValues(profile)
    }

    /// How the texts of a column are written that are numbers or dates but for that, to be said of the column; `nil` for other columns.
    func writingWords(_ profile: ColumnProfile) -> String? {
        guard profile.type == .text, profile.present > 0 else { return nil }
        var own = self
        if isNearlyNumber(profile) { own.sharesNumbers = sharedNumbers != nil }
        let told = own.numberWords(profile) ?? severalFormats(profile) ?? oddForm(profile)
        return told?.replacing("the column `\(profile.name)` is text, and ", with: "")
    }

    /// A column of whole numbers so long that two different ones may become the same.
    private func longNumbers(_ profile: ColumnProfile) -> String {
        guard !isRounded(profile) else { return Self.rounding(profile, isTarget: true) }
        let isIdentifier = type(profile) == .identifier
        return "the column `\(profile.name)` has \(plural(profile.rounded, "whole number")) that no number of 64 bits holds exactly, the "
            + "first `\(profile.firstRounded ?? "")`: the column is taken for "
            + (isIdentifier ? "an identifier, which models do not see" : "text, so that no two of them become one")
            + (isTarget(profile) ? "" : "; `type: number` in the schema rounds them")
    }

    /// Numbers that are rounded because that was asked for.
    static func rounding(_ profile: ColumnProfile, isTarget: Bool) -> String {
        "the column `\(profile.name)` has \(plural(profile.rounded, "whole number")) that no number of 64 bits holds exactly, the first "
            + "`\(profile.firstRounded ?? "")`: \(profile.rounded == 1 ? "it is" : "they are") rounded, and two may become one"
            + (isTarget ? "" : "; `type: identifier` or `type: text` in the schema keeps them as they are")
    }

    /// A column that is text because of few of its values.
    private func oddValues(_ profile: ColumnProfile) -> [String] {
        let odd = profile.present - profile.numbers - profile.notNumbers
        let isFew = odd * 10 <= profile.present || (odd == profile.unknown && odd * 2 <= profile.present)
        guard isFew, let first = profile.firstText else { return [] }
        return [
            "the column `\(profile.name)` is text because \(odd) of its \(plural(profile.present, "value")) "
                + "\(odd == 1 ? "is" : "are") no number, the first `\(first)`"
                + (isOfStage ? ": if that means a missing value, \(Self.missingKeys(profile, first))" : "")
        ]
    }

    /// Single words that are nearly all different come to nothing as categories.
    private func freeText(_ profile: ColumnProfile) -> [String] {
        guard isFreeText(profile) else { return [] }
        // What a model takes a text for is for its stage to say.
        guard !hasWords(profile) else { return [] }
        return [
            "the column `\(profile.name)` has \(profile.distinct) different texts in \(plural(profile.present, "row")): as "
                + "categories they come to nothing; make features of it before, or add it to `clean.drop`"
        ]
    }

    /// Whether most texts are of several words, which models can be given.
    func hasWords(_ profile: ColumnProfile) -> Bool { 2 * profile.spaced > profile.present }

    func isFreeText(_ profile: ColumnProfile) -> Bool {
        profile.type == .text && profile.present >= Self.identifierRows && profile.distinct * 2 > profile.present
            && !isNearlyNumber(profile) && nearDates(profile) == nil
    }

    // MARK: Dates

    /// What is said of dates whose first number may be the day or the month.
    private func unknownOrder(_ profile: ColumnProfile) -> String? {
        guard profile.type == .date || profile.type == .timestamp, !profile.hasLateDay, let place = profile.dateFormat,
            formats[place] == .dayFirst, place >= formats.count - DateFormat.known.count
        else { return nil }
        func keys(_ format: DateFormat) -> String {
            isOfStage ? "`read: {dates: [\"\(format.text)\"]}`" : "`--read '{dates: [\"\(format.text)\"]}'`"
        }
        return "the column `\(profile.name)` has no day beyond the twelfth, so that nothing tells whether the day or the month comes "
            + "first: the day, as it was read, is said by \(keys(.dayFirst)), the month by \(keys(.monthFirst))"
    }

    /// What is said of dates of which no single form has most.
    func severalFormats(_ profile: ColumnProfile) -> String? {
        // `20240131` is a number to others.
        let whole = profile.dated * 2 >= profile.present ? profile.integers : 0
        guard (profile.dated + whole) * 10 >= profile.present * 9 else { return nil }
        guard profile.dates.filter({ $0 > 0 }).count > 1 || (whole > 0 && profile.dated > 0) else { return nil }
        let ranked = profile.dates.indices.filter { profile.dates[$0] > 0 }.sorted { (profile.dates[$1], $0) < (profile.dates[$0], $1) }
        let words = ranked.prefix(4).map { "`\(formats[$0].text)` \(plural(profile.dates[$0], "time"))" }
            + (whole > 0 ? ["whole numbers \(plural(whole, "time"))"] : [])
        return "the column `\(profile.name)` is text, and its values are dates in several forms, \(words.joined(separator: ", ")): have "
            + "them written in one"
    }

    /// What is said of a column of which nine of ten values are of a form that is not read.
    func oddForm(_ profile: ColumnProfile) -> String? {
        func isMost(_ count: Int) -> Bool { count * 10 >= profile.present * 9 }
        func share(_ count: Int) -> String { count == profile.present ? "all" : "\(count) of \(profile.present)" }
        let name = "the column `\(profile.name)` is text, and"
        if let count = profile.odd[.shortYear], isMost(count) {
            let most = profile.shortDates.max() ?? 0
            let fitting = profile.shortDates.indices.filter { profile.shortDates[$0] == most }.prefix(2)
                .map { OddForm.shortFormats[$0].text }
            let keys = fitting.map { isOfStage ? "`read: {dates: [\"\($0)\"]}`" : "`--read '{dates: [\"\($0)\"]}'`" }
            return "\(name) \(share(count)) of its values are dates with two digits for the year: \(keys.joined(separator: ", or ")) "
                + "reads them"
        }
        if let count = profile.odd[.timeOfDay], isMost(count) {
            return "\(name) \(share(count)) of its values are times of day, which are no dates: have them written as numbers, such as "
                + "minutes since midnight" + (isOfStage ? ", or add it to `clean.drop`" : "")
        }
        return nil
    }

    /// The format by which most values are dates, but not all.
    func nearDates(_ profile: ColumnProfile) -> DateFormat? {
        let known = profile.unknown * 2 <= profile.present ? profile.present - profile.unknown : profile.present
        guard let most = profile.dates.max(), most * 10 >= known * 9, most < profile.present, most > 0 else { return nil }
        return profile.dates.firstIndex(of: most).map { formats[$0] }
    }
}
