public import MLKitSpec

extension Checklist {
    /// The level to reach next: the declared one while anything of it is open, else the lowest above it of which
    /// something is; `nil` if nothing is.
    public func goal(from maturity: Maturity) -> Maturity? {
        Maturity.allCases.filter { $0 >= maturity }.first { !open(for: $0).isEmpty }
    }

    /// What a level requires and is not settled, or was and a probe finds that it is not: first what somebody relies on
    /// wrongly, else in the lists' order.
    public func open(for maturity: Maturity) -> [ItemReport] {
        let open = reports.filter { report in
            report.counts && report.item.maturity <= maturity && !report.state.isSettled
        }
        return open.filter(\.isWrong) + open.filter { !$0.isWrong }
    }
}

extension ItemReport {
    /// Whether it was settled once and no longer is, or its record cannot be read.
    fileprivate var isWrong: Bool {
        if case .broken = state { return true }
        return state.isLapsed
    }
}
