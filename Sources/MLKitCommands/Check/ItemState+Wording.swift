internal import MLKitChecklist
internal import MLKitCore

extension ItemState {
    /// Every word that a table can have.
    static let words = ["open", "done", "stale", "failing", "unclear", "overdue", "waived", "skipped", "broken"]

    var style: Style {
        switch self {
        case .open: .dim
        case .done: .green
        case .stale, .overdue, .unclear: .yellow
        case .skipped, .waived: .cyan
        case .broken, .failing: .red
        }
    }
}

extension ItemReport {
    var style: Style { state.style }
}

extension ProbeVerdict {
    var word: String {
        switch outcome {
        case .passed: "passed"
        case .failed: "failed"
        case .unknown: "cannot tell"
        case .manual: "by hand"
        }
    }

    var style: Style {
        switch outcome {
        case .passed: .green
        case .failed: .red
        case .unknown: .yellow
        case .manual: .cyan
        }
    }
}
