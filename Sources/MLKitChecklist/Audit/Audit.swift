public import MLKitGit

/// What the history of the answers says against them.
public struct Audit: Sendable {
    public struct Finding: Sendable {
        public enum Kind: String, CaseIterable, Sendable {
            /// What the record says was changed without mlkit.
            case byHand = "by-hand"
            /// The record names another person than who committed it.
            case otherPerson = "other-person"
            /// What stands in the working tree is in no commit.
            case uncommitted
            /// The evidence had other bytes than those that the record is bound to.
            case otherBytes = "other-bytes"
            /// The evidence was in no commit.
            case notInGit = "not-in-git"
            /// Who agreed is who answered.
            case selfReview = "self-review"
            case unsigned
            /// Git finds fault with the commit's signature, or cannot tell whose it is.
            case badSignature = "bad-signature"
            /// The newest change of the answer is in no commit after a merge.
            case dropped
            /// An answer or a review that was given before what it now stands in the place of.
            case replayed
            /// The commit has not the words that mlkit writes.
            case notByMlkit = "not-by-mlkit"
            /// The record cannot be read.
            case broken
            /// A stage's lock says another thing of the same.
            case lockChanged = "lock-changed"
            /// The record was removed.
            case removed
            /// No list has the item any more.
            case lost
            /// A list whose items were answered is in use no more.
            case listOff = "list-off"
            /// Only a part of the history is here.
            case cut
        }

        /// The item, the list or the stage; empty for what is about all.
        public var subject: String
        public var kind: Kind
        public var message: String
        /// Whether a gate should not accept it.
        public var isObjection: Bool
        public var commit: ObjectID?
    }

    /// In the lists' order of items, what is about all first.
    public var findings: [Finding]
    /// How many records were looked at.
    public var records: Int

    public var objections: [Finding] { findings.filter(\.isObjection) }
}
