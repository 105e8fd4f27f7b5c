internal import MLKitCore
internal import MLKitSignature

/// Decides on a schema from what the columns look like.
struct SchemaInference {
    let profiles: [ColumnProfile]
    let target: String
    /// Columns that are predicted together.
    var labels: [String] = []
    var task: TargetTask?
    var positive: String?
    /// The column that keeps rows together when they are split.
    var group: String?
    /// The column by which rows are put in an order when they are split.
    var time: String?
    /// Columns of codes that stand for people.
    var hashed: [String] = []
    /// Columns of texts that are shortened.
    var shortened: [String] = []
    var formats: [DateFormat] = DateFormat.known
    /// How numbers were read.
    var numbers = NumberFormat.plain
    /// Whether one key of `read` does for the numbers of all columns that are text because of it.
    var sharesNumbers = true

    /// A text column of at most this many different values is one of categories.
    static let categoryLimit = 50
    /// A text of more bytes is no name of a category, which the schema would have to list.
    static let longestCategory = 1000
    /// An integer target of at most this many different values is one of classes.
    static let integerClassLimit = 20
    /// A text target of more different values than this is not one of classes.
    static let classLimit = 1000
    /// From this many rows on a column that has another value in each is taken for an identifier.
    static let identifierRows = 50

    /// How the columns are to be read.
    var plans: [ColumnPlan] {
        profiles.map { profile in
            let type = type(profile)
            let isMoment = type == .date || type == .timestamp
            return ColumnPlan(
                name: profile.name, type: type, format: isMoment ? profile.dateFormat.map { formats[$0] } : nil)
        }
    }

    func isTarget(_ profile: ColumnProfile) -> Bool { profile.name == target || labels.contains(bytesOf: profile.name) }

    func type(_ profile: ColumnProfile) -> ColumnType {
        if hashed.contains(bytesOf: profile.name) { return .identifier }
        if shortened.contains(bytesOf: profile.name) { return .text }
        guard isTarget(profile) else { return isIdentifier(profile) ? .identifier : profile.type }
        return isRounded(profile) ? .number : profile.type
    }

    /// Whether it is a target of numbers beyond what can be held, of which only about how large they are is asked.
    func isRounded(_ profile: ColumnProfile) -> Bool {
        profile.name == target && task == .regression && profile.areTooLong
    }

    /// Whether the values are different in all rows, but for what an estimate may miss, and name them: single words, or whole
    /// numbers in a column that is called so.
    private func isIdentifier(_ profile: ColumnProfile) -> Bool {
        if namesGroups(profile) { return true }
        guard profile.present >= Self.identifierRows, profile.distinct * 100 >= profile.present * 97 else { return false }
        guard profile.present > 1 << 16 || profile.distinct == profile.present else { return false }
        switch profile.type {
        case .text:
            // Numbers of which few are none are numbers that have to be mended.
            let others = profile.present - profile.numbers - profile.notNumbers
            return profile.areWords && (others == 0 || others * 10 > profile.present) && !isNearlyNumber(profile)
                && twoSpellings(profile) == nil
                && nearDates(profile) == nil && severalFormats(profile) == nil && oddForm(profile) == nil
        // What programs write a table's index as has no name.
        case .integer: return IdentifierName.isOne(profile.name) || profile.name == "column_1"
        default: return false
        }
    }

    /// Whether rows are kept together by the column, which is called an identifier: a model would learn the groups by heart.
    func namesGroups(_ profile: ColumnProfile) -> Bool {
        profile.name == group && (profile.type == .text || profile.type == .integer) && IdentifierName.isOfGroups(profile.name)
    }

    /// Whether the column only says to which part a row goes: later rows are of other groups, and of other times, of which a model could
    /// have learned nothing.
    func onlySplits(_ profile: ColumnProfile) -> Bool {
        !isTarget(profile) && [group, time].contains { $0?.hasSameBytes(as: profile.name) == true }
    }

    /// The columns whose different values the schema is to list.
    var listed: [Int] {
        profiles.indices.filter { index in
            let profile = profiles[index]
            guard !isTarget(profile) else { return isClassified(profile) }
            return (profile.type == .text || shortened.contains(bytesOf: profile.name)) && !onlySplits(profile)
                && !hashed.contains(bytesOf: profile.name) && profile.isCategorical(limit: Self.categoryLimit)
        }
    }

    /// Texts and truth values are classes, and so are integers that repeat among few, or are said to be classes.
    func isClassified(_ profile: ColumnProfile) -> Bool {
        guard task != .regression else { return false }
        switch profile.type {
        case .text, .boolean: return true
        case .integer:
            return task == nil ? profile.isCategorical(limit: Self.integerClassLimit) : profile.distinct <= Self.categoryLimit
        default: return false
        }
    }

    /// - Parameter values: the different values of each of `listed`, in any order.
    /// - Throws: `Failure` for a target that nothing can be learnt from, or not what is asked for.
    func schema(values: [Int: [String]]) throws -> TableSchema {
        let columns = zip(profiles, plans).enumerated().map { index, pair in
            let (profile, plan) = pair
            var column = ColumnSchema(name: profile.name, type: plan.type)
            column.format = plan.format == .standard ? nil : plan.format?.text
            column.nullable = profile.missing > 0 || (column.isNumeric && profile.notNumbers > 0)
            let isLeftOut = profile.present == 0 || (column.type != .identifier && onlySplits(profile))
            if isLeftOut { column.isFeature = false }
            let listed = values[index] ?? []
            if isTarget(profile) || listed.allSatisfy({ $0.utf8.count <= Self.longestCategory }) {
                column.categories = column.sorted(listed)
            }
            return column
        }
        var schema = TableSchema(columns: columns, target: target)
        schema.labels = labels
        let problems = profiles.filter(isTarget).flatMap { self.problems($0, schema) }
        guard problems.isEmpty else { throw Failure(problems) }
        try schema.putLast(positive)
        return schema
    }

    private func problems(_ profile: ColumnProfile, _ schema: TableSchema) -> [Diagnostic] {
        if profile.present == 0 { return [.error("the column `\(profile.name)` has no values")] }
        if profile.distinct == 1 {
            if let marker = profile.markers.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) {
                return [
                    .error(
                        "the target `\(profile.name)` has one value only beside those that mean a missing one, `\(marker.key)` "
                            + plural(marker.value, "time"),
                        hint: "if that is a class, `clean: {missing: []}` takes it for one")
                ]
            }
            return [.error("the target `\(profile.name)` has the same value in every row: there is nothing to predict")]
        }
        if profile.type == .date || profile.type == .timestamp {
            return [.error("the target `\(profile.name)` is a \(profile.type == .date ? "date" : "time stamp"), which no model predicts")]
        }
        if !labels.isEmpty { return labelProblems(profile) }
        if let task { return mismatch(task, profile, schema) }
        let tooMany = profile.distinct > Self.categoryLimit && !profile.isCategorical(limit: Self.classLimit)
        guard profile.type == .text, tooMany else { return [] }
        return [
            .error(
                "the target `\(target)` has \(profile.distinct) different texts in \(profile.present) rows: "
                    + "too many to be classes", hint: numberHint(profile))
        ]
    }

    /// A label is a column of two values.
    private func labelProblems(_ profile: ColumnProfile) -> [Diagnostic] {
        guard profile.distinct != 2 || !isClassified(profile) else { return [] }
        return [
            .error(
                "the target `\(profile.name)` has \(profile.distinct) different values, and a label is a column of two",
                hint: "a column for each of its values, true or false, or a stage of its own for it")
        ]
    }

    /// What is said to be there to learn, and is not.
    private func mismatch(_ task: TargetTask, _ profile: ColumnProfile, _ schema: TableSchema) -> [Diagnostic] {
        let said = "the task is `\(task.rawValue)`, and the target `\(target)`"
        if task == .regression {
            guard type(profile) == .text || profile.type == .boolean else { return [] }
            let first = profile.firstText.map { ", the first `\($0)`" } ?? ""
            let what = profile.type == .text ? "has texts\(first)" : "is true or false"
            return [.error("\(said) \(what)", hint: numberHint(profile) ?? "make it `task: classification`")]
        }
        let classes = schema.classes.count
        if profile.type == .number || (profile.type == .integer && classes == 0) {
            return [
                .error(
                    "\(said) has \(profile.distinct) different numbers in \(profile.present) rows: too many to be classes",
                    hint: "make it `task: regression`")
            ]
        }
        if profile.type == .text, profile.distinct > Self.categoryLimit, !profile.isCategorical(limit: Self.classLimit) {
            return [.error("\(said) has \(profile.distinct) different texts in \(profile.present) rows: too many to be classes")]
        }
        guard (task == .binary && classes != 2) || (task == .multiclass && classes == 2) else { return [] }
        return [.error("\(said) has \(classes) classes", hint: "make it `task: \(classes == 2 ? "binary" : "multiclass")`")]
    }

    private func numberHint(_ profile: ColumnProfile) -> String? {
        if profile.areTooLong { return "`task: regression` takes its whole numbers for about what they are" }
        guard let writing = NumberWriting(profile) else { return nil }
        return writing.bareWords ?? "its values are numbers with \(numberKeys(profile))"
    }
}
