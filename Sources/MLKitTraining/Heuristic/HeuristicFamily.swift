package import MLKitCore
package import MLKitEngines
package import MLKitEvaluation
package import MLKitSignature
package import MLKitSpec
internal import MLKitTables
package import MLKitYAML

/// `kind: heuristic`: a rule of the user's own, in SQL, that becomes a model file, so that models are measured beside it.
package struct HeuristicFamily: ModelFamily {
    package struct Configuration: Hashable, Sendable {
        package var rule = ""

        package init(rule: String = "") { self.rule = rule }
    }

    package init() {}

    package var keys: KeySet<Configuration> {
        KeySet(
            "a model of kind `heuristic`", name: "heuristic", blank: Configuration(),
            [
                Key(
                    Self.ruleName, \.rule, .text,
                    "what is answered for a row, in SQL, such as `CASE WHEN age > 40 THEN 'yes' ELSE 'no' END`: a class or a number; where "
                        + "it gives nothing, the answer is that of `baseline`", required: true)
            ])
    }

    private static let ruleName = "rule"

    package func engines(_ configuration: Configuration) -> [Engine] { [] }

    package func algorithm(_ configuration: Configuration, for task: ModelTask) -> String { "rule" }

    package func proposal(_ number: Int, _ random: inout RandomSource) -> Configuration? { nil }
    package func canRefit(_ configuration: Configuration) -> Bool { true }
    package func settled(_ configuration: Configuration, at step: Int) -> Configuration? { nil }

    package func problems(_ configuration: Configuration, in node: Node) -> [Diagnostic] {
        guard let place = node[Self.ruleName] else {
            // Of a mapping the check of its keys has said it.
            guard node.mapping == nil else { return [] }
            return [
                .error(
                    "a model of kind `heuristic` needs a `rule`", at: node.location,
                    hint: "such as `{kind: heuristic, rule: \"CASE WHEN age > 40 THEN 'yes' ELSE 'no' END\"}`")
            ]
        }
        do {
            let rule = try RuleParser.expression(of: configuration.rule)
            guard rule.columns.isEmpty else { return [] }
            return [.error("the rule looks at no column", at: place.location, hint: "`baseline` answers the same for every row")]
        } catch let problem as RuleProblem {
            let location = Self.location(of: problem.place, in: configuration.rule, at: place.location)
            return [.error(problem.message, at: location, notes: [problem.note], hint: problem.hint)]
        } catch {
            return [.error("\(error)", at: place.location)]
        }
    }

    /// Where a place of a rule is in the file, as far as the rule stands there as it is.
    private static func location(of place: RulePlace, in rule: String, at start: SourceLocation) -> SourceLocation {
        guard place.line == 1, !rule.contains(where: \.isNewline), let line = start.sourceLine, let found = line.firstRange(of: rule) else {
            return start
        }
        var location = start
        location.column = line.distance(from: line.startIndex, to: found.lowerBound) + place.column
        location.length = 1
        return location
    }

    package func fit(
        _ configuration: Configuration, on rows: TrainingRows, seed: Int, _ context: StageContext
    ) throws -> FittedModel {
        do {
            let rule = try RuleParser.expression(of: configuration.rule)
            let named = Set(rule.columns.map { $0.lowercased() })
            let columns = rows.schema.features.filter { named.contains($0.name.lowercased()) }
            let (classes, otherwise) = (rows.isClassified ? rows.target.classes : [], try rows.baseline)
            func model(of columns: [ColumnSchema]) -> HeuristicModel {
                HeuristicModel(rule: rule, columns: columns, classes: classes, otherwise: otherwise)
            }
            // Of all features, so that a name that is none of them is told beside those that are.
            let said = try model(of: rows.schema.features).said(of: rows.train)
            guard !columns.isEmpty else { throw RuleProblem(message: "the rule looks at no column", place: rule.place) }
            let silent = said.count { $0.isNaN }
            context.log("the rule says something of \(said.count - silent) of \(plural(said.count, "training row"))")
            return FittedModel(model(of: columns))
        } catch let problem as RuleProblem {
            throw Failure(problem.message, notes: [problem.note], hint: problem.hint)
        }
    }
}

extension TrainingRows {
    /// What `baseline` answers.
    fileprivate var baseline: [Float] {
        get throws {
            let weights = try weighting.weights(of: train, targets, target)
            let split = TrainingData.Split(features: FeatureMatrix(rows: count, columns: 0), targets: targets, weights: weights)
            return Baseline.answer(TrainingData(train: split, valid: split, loss: loss))
        }
    }
}
