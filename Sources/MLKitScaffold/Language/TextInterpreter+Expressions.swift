internal import MLKitCore

extension TextInterpreter {
    mutating func value(of expression: TextExpression) throws -> JSON {
        try step()
        switch expression {
        case .constant(let value): return value
        case .variable(let name, let members): return try part(variable(name), members)
        case .loop(let member): return rounds.last.map { $0.value(of: member) } ?? .null
        case .filtered(let operand, let calls): return try filtered(value(of: operand), calls)
        case .range(let first, let last, let range): return try numbers(value(of: first), value(of: last), range)
        case .not(let operand): return .bool(!(try value(of: operand).isTrue))
        case .all(let operands):
            for operand in operands where !(try value(of: operand).isTrue) { return false }
            return true
        case .any(let operands):
            for operand in operands where try value(of: operand).isTrue { return true }
            return false
        case .comparison(let comparison, let left, let right, let range):
            let (left, right) = (try value(of: left), try value(of: right))
            return try placed(range) { interpreter in
                try interpreter.values.budget.spend(on: left)
                try interpreter.values.budget.spend(on: right)
                return .bool(try comparison.holds(left, right))
            }
        case .conditional(let value, let condition, let otherwise):
            if try self.value(of: condition).isTrue { return try self.value(of: value) }
            return try otherwise.map { try self.value(of: $0) } ?? .null
        }
    }

    /// Variables of inner loops hide others.
    private func variable(_ name: String) -> JSON {
        rounds.last { $0.variable == name }?.item ?? values[name]
    }

    private mutating func part(_ value: JSON, _ members: [TextMember]) throws -> JSON {
        guard !members.isEmpty else { return value }
        try placed(0..<1) { try $0.values.budget.spend(on: value) }
        return members.reduce(value) { $0.member($1) }
    }

    private mutating func filtered(_ value: JSON, _ calls: [TextFilterCall]) throws -> JSON {
        var result = value
        for call in calls {
            let arguments = try call.arguments.map { try self.value(of: $0) }
            result = try placed(call.range) { interpreter in
                try interpreter.values.budget.spend(on: result)
                let changed = try call.filter.apply(to: result, arguments)
                try interpreter.values.budget.spend(onNew: changed)
                return changed
            }
        }
        return result
    }

    private mutating func numbers(_ first: JSON, _ last: JSON, _ range: Range<Int>) throws -> JSON {
        try placed(range) { _ in
            guard let start = first.int, let end = last.int else {
                throw Failure("a range goes from one whole number to another")
            }
            guard end >= start else { return [] }
            let (distance, overflows) = end.subtractingReportingOverflow(start)
            guard !overflows, distance < TextBudget.longestRange else {
                throw Failure("a range of more than \(TextBudget.longestRange) numbers")
            }
            return .array((start...end).map { .int($0) })
        }
    }
}

extension TextInterpreter.Round {
    fileprivate func value(of member: TextLoopMember) -> JSON {
        switch member {
        case .counter: .int(index + 1)
        case .counter0: .int(index)
        case .first: .bool(index == 0)
        case .last: .bool(index == count - 1)
        case .length: .int(count)
        }
    }
}
