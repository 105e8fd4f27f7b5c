internal import ArgumentParser

/// What of a plan is written without being asked about.
enum InitAcceptance: String, CaseIterable, ExpressibleByArgument {
    case all
    case missing
    case spec
    case nothing = "none"
}
