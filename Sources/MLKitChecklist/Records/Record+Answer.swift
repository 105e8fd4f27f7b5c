internal import MLKitCore

extension Record {
    /// The part of a record that answers the item: without who is to do it, who agreed, and remarks.
    var answerAlone: Record {
        var answer = self
        (answer.assignee, answer.reviewer, answer.reviewed, answer.message) = (nil, nil, nil, nil)
        return answer
    }

    /// Whether it says what an answer says, which may be one to an item that it was moved from.
    func isAnswer(of other: Record) -> Bool {
        var other = other.answerAlone
        other.item = item
        return answerAlone == other
    }

    /// The hash of that part, as it is written: what the commit that records an answer is held to.
    var answerHash: ContentHash {
        let answer = answerAlone
        return ContentHash(of: RecordField.allCases.map { $0.text(of: answer) }.joined())
    }
}
