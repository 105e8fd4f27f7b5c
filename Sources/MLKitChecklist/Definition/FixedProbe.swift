/// A probe that is named by a topic and a word.
public enum FixedProbe: String, CaseIterable, Sendable {
    case schemaEnforced = "schema: enforced"
    case splitsDisjoint = "splits: disjoint"
    case splitsWithoutCopies = "splits: without-copies"
    case splitsStratified = "splits: stratified"
    case testOnce = "test_split: once"
    case testNotSearched = "test_split: not-searched"
    case baselineRecorded = "baseline: recorded"
    case baselineBeaten = "baseline: beaten"
    case quantizationReport = "quantization: report"
    case crossValidationUsed = "cross_validation: used"
    case evaluationSlices = "evaluation: slices"
    case evaluationCredible = "evaluation: credible"
    case evaluationConfusion = "evaluation: confusion"
    case seedFixed = "seed: fixed"
    case environmentPinned = "environment: pinned"
    case secretsNone = "secrets: none"
    case personalDataNone = "personal_data: none"
    case gitignoreCoversData = "gitignore: covers-data"
    case gitRepository = "git: repository"
    case gitRemote = "git: remote"
    case gitHooks = "git: hooks"
    case gitDefaultBranch = "git: default-branch"
    case gitVersionTag = "git: version-tag"
    case gitCleanNotebooks = "git: clean-notebooks"
    case licensePresent = "license: present"
    case docsPresent = "docs: present"
    case modelCardComplete = "model_card: complete"
    case dataSheetComplete = "data_sheet: complete"
    case testsExist = "tests: exist"
    case testsPass = "tests: pass"
    case ciConfigured = "ci: configured"
    case monitoringConfigured = "monitoring: configured"
    case interpreterFixed = "interpreter: fixed"
    case packageDeclared = "package: declared"
    case setupCommand = "setup: one-command"
    case updatesScheduled = "updates: scheduled"
    case imagePinned = "image: pinned"
    case formatterRuns = "formatter: runs"
    case linterRuns = "linter: runs"
    case scheduleSet = "schedule: set"
    case infrastructureDeclared = "infrastructure: declared"
    case bundleAnswers = "bundle: answers"
    case dictionaryComplete = "data_dictionary: complete"
    case classesSufficient = "classes: sufficient"
    case driftHeld = "drift: held"
    case generalisationHeld = "generalisation: held"
    case exportExact = "export: exact"

    /// The topic before the colon, which is the key in a definition.
    var topic: String { String(rawValue.prefix { $0 != ":" }) }
    /// The word after it.
    var word: String { String(rawValue.drop { $0 != ":" }.dropFirst(2)) }

    /// The words that each topic takes, topics in order of appearance.
    static let topics: [(topic: String, words: [String])] = {
        var found: [(topic: String, words: [String])] = []
        for probe in allCases {
            if let place = found.firstIndex(where: { $0.topic == probe.topic }) {
                found[place].words.append(probe.word)
            } else {
                found.append((probe.topic, [probe.word]))
            }
        }
        return found
    }()
}
