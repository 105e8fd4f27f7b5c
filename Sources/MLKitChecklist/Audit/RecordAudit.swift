internal import MLKitCore
internal import MLKitGit

/// Holds one record against the commits that made it what it is.
struct RecordAudit {
    let record: Record
    /// Of its item and of those that it was, newest first, without moves from one to the other (`AnswerMoves`).
    let changes: [AnswerChange]
    let folder: RecordFolder
    let reader: CommitReader
    let people: KnownPeople
    /// What is checked out: evidence may have been committed after the answer.
    let head: ObjectID?
    /// Whether a folder has files that git does not, so that no commit can tell what it was.
    let holdsMore: (String) -> Bool
    /// Whether the record is as the last commit has it.
    let isCommitted: Bool
    /// What git finds of the signatures of the commits that answered; `nil` where commits need none.
    let signatures: [ObjectID: CommitSignature]?

    /// All that the findings follow from, but for signatures: a key that was good may be revoked.
    ///
    /// - Parameter blob: the record's, as it stands.
    func key(_ blob: ObjectID) -> ContentHash {
        AuditMemory.key(
            [record.item, blob.hex, isCommitted ? "committed" : "", folder.prefix, people.key]
                + changes.map { "\($0.item) \($0.commit.hex)" })
    }

    /// The change that made the answer what it is.
    var answer: AnswerChange? { changes.first { $0.step.isAnswer } }

    func findings() throws -> [Audit.Finding] {
        guard let answer else { return [] }
        // What led to the record as it stands is another commit then.
        if let dropped { return [dropped] }
        let words = try reader.words(of: answer.commit)
        let found = handmade(answer) + person(answer) + made(words, answer)
        let replays = found.contains { $0.kind == .byHand } ? [] : replayed(answer)
        return found + replays + review(answer) + (try evidence(answer))
    }

    private func finding(
        _ kind: Audit.Finding.Kind, _ message: String, isObjection: Bool = true, _ commit: ObjectID?
    ) -> Audit.Finding {
        Audit.Finding(subject: record.item, kind: kind, message: message, isObjection: isObjection, commit: commit)
    }

    /// A change of the answer that the record does not show, though nothing later was said: a merge left it out.
    private var dropped: Audit.Finding? {
        let last = changes.first { $0.item == record.item && ($0.step.isAnswer || $0.step == .removed) }
        guard isCommitted, let last, last.after?.record?.answerAlone != record.answerAlone else { return nil }
        let what = "\(last.step.rawValue) in \(last.commit.short) by \(last.author.name)"
        return finding(.dropped, "\(what), which a merge left out: the record says \(record.status.rawValue)", last.commit)
    }

    /// What speaks against the signature of the commit that answered.
    func signature() -> [Audit.Finding] {
        guard let signatures, let answer, let words = (signatures[answer.commit] ?? .missing).fault else { return [] }
        let isMissing = signatures[answer.commit] == nil
        return [finding(isMissing ? .unsigned : .badSignature, "its commit \(answer.commit.short) \(words)", answer.commit)]
    }

    private func handmade(_ answer: AnswerChange) -> [Audit.Finding] {
        guard answer.isByHand else { return [] }
        let message = "edited by hand in \(answer.commit.short), by \(answer.author.name)"
        return [finding(.byHand, message, answer.commit)]
    }

    private func person(_ answer: AnswerChange) -> [Audit.Finding] {
        guard let named = answer.answeredBy, !people.areOne(named, answer.author) else { return [] }
        // Who allows a waiver need not be who writes it down.
        let message = "says it is by \(named), and \(answer.author.words) committed it"
        return [finding(.otherPerson, message, isObjection: record.status != .waived, answer.commit)]
    }

    private func made(_ words: CommitWords?, _ answer: AnswerChange) -> [Audit.Finding] {
        guard let words else { return [] }
        let trailers = AnswerTrailers.all(in: words.message).filter { $0.areOf(answer.item) }
        let (commit, author) = (answer.commit, answer.author.name)
        if !trailers.isEmpty {
            guard let after = answer.after?.record, !trailers.contains(where: { $0.fit(after) }) else { return [] }
            let message = "\(commit.short) by \(author) was changed by hand: its message says something else than the record"
            return [finding(.byHand, message, commit)]
        }
        guard !answer.isByHand else { return [] }
        if isEdit(answer) { return [finding(.byHand, "changed in \(commit.short) by \(author), without mlkit", commit)] }
        return [finding(.notByMlkit, "came in with \(commit.short), which mlkit did not make", isObjection: false, commit)]
    }

    /// An answer that was given before another one of the same item, and stands in its place: as old commits that are applied
    /// again bring it, words and all. Moments are of seconds, so that the very same answer is told too.
    private func replayed(_ answer: AnswerChange) -> [Audit.Finding] {
        guard let given = answer.after?.record,
            let place = changes.firstIndex(where: { $0.commit == answer.commit && $0.item == answer.item })
        else { return [] }
        let earlier = changes[(place + 1)...].filter { $0.step.isAnswer && $0.commit != answer.commit }
        let again = earlier.firstIndex { $0.after?.record.map { given.isAnswer(of: $0) } ?? false }
        let newer = earlier.first { change in
            guard let at = change.after?.record?.at, let own = given.at else { return false }
            return at.seconds > own.seconds
        }
        guard let since = newer ?? again.flatMap({ earlier[..<$0].first }) else { return [] }
        let message = "\(answer.commit.short) by \(answer.author.name) brings back an answer of \(given.at?.description ?? "no day"); "
            + "since then it was \(since.step.rawValue) in \(since.commit.short) by \(since.author.name)"
        return [finding(.replayed, message, answer.commit)]
    }

    /// Whether there was a record before, be it one that was removed or could not be read; and not just that was put back.
    private func isEdit(_ answer: AnswerChange) -> Bool {
        let place = changes.firstIndex { $0.commit == answer.commit && $0.item == answer.item }
        guard let earlier = place.flatMap({ changes.dropFirst($0 + 1).first }) else { return answer.before != nil }
        guard earlier.step == .removed || earlier.step == .broken, var taken = earlier.before?.record else { return true }
        taken.item = record.item
        return taken.answerAlone != answer.after?.record?.answerAlone
    }

    private func review(_ answer: AnswerChange) -> [Audit.Finding] {
        guard let reviewer = record.reviewer else { return [] }
        let person = Person(reviewer)
        if person.isNamed(by: record.by) { return [finding(.selfReview, "\(reviewer) answered it and agreed with it", answer.commit)] }
        if let reviewed = record.reviewed, let at = record.at, reviewed.seconds < at.seconds {
            return [finding(.replayed, "its review by \(reviewer) is older than the answer", answer.commit)]
        }
        guard let review = changes.first(where: { $0.step == .reviewed || $0.after?.record?.reviewer != $0.before?.record?.reviewer })
        else { return [] }
        let author = review.author.words
        if people.address(of: review.author) == people.address(of: answer.author) {
            return [finding(.selfReview, "its review by \(reviewer) was committed by who committed the answer", review.commit)]
        }
        guard !person.isNamed(by: author), !people.areOne(reviewer, review.author) else { return [] }
        return [finding(.otherPerson, "its review says it is by \(reviewer), and \(author) committed it", review.commit)]
    }

    private func evidence(_ answer: AnswerChange) throws -> [Audit.Finding] {
        try record.evidence.compactMap { piece in
            guard let path = piece.path, let hash = piece.hash else { return nil }
            // What is checked out mostly has it still, and is one commit for all records.
            let commits = [head].compactMap { $0 }.filter { $0 != answer.commit } + [answer.commit]
            var isThere = false
            for commit in commits {
                let found = try path.hasSuffix("/") ? has(folder: String(path.dropLast()), hash, commit) : has(path, hash, commit)
                if found == true { return nil }
                isThere = isThere || found != nil
            }
            guard isThere else {
                return finding(.notInGit, "`\(path)` was not in git when it was bound", isObjection: false, answer.commit)
            }
            return finding(
                .otherBytes, "`\(path)` has other bytes in \(answer.commit.short) than the answer is bound to",
                isObjection: !(path.hasSuffix("/") && holdsMore(path)), answer.commit)
        }
    }

    /// Whether a file had some bytes in a commit, in any form that git gives them; `nil` if it was not there.
    private func has(_ path: String, _ hash: ContentHash, _ commit: ObjectID) throws -> Bool? {
        let path = folder.prefix + path
        guard let found = try reader.contentHash(at: path, in: commit) else { return nil }
        guard found != hash, let bytes = try reader.blob(at: path, in: commit) else { return true }
        return try GitForms.forms(of: bytes).contains(hash)
            || GitForms.forms(of: folder.repository.smudged(bytes, path: path)).contains(hash)
    }

    /// The same of a folder.
    private func has(folder path: String, _ hash: ContentHash, _ commit: ObjectID) throws -> Bool? {
        guard let tree = try CommittedFolder(folder.prefix + path, in: commit, folder.repository) else { return nil }
        return try tree.contents(bound: hash) != nil
    }
}

extension AnswerStep {
    /// Whether it is an answer, rather than something said of one.
    var isAnswer: Bool { [.done, .skipped, .waived, .reopened].contains(self) }
}
