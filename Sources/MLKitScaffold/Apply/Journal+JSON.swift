internal import MLKitCore

extension Journal {
    var json: JSON {
        [
            "journal": .int(Self.format), "kind": .string(kind.rawValue), "title": .string(title),
            "steps": .array(steps.map(\.json)), "index": index?.json ?? .null,
        ]
    }

    /// `nil` for what is no journal of this format.
    init?(_ json: JSON) {
        guard json["journal"]?.int == Self.format, let kind = json["kind"]?.string.flatMap({ Kind(rawValue: $0) }),
            let list = json["steps"]?.array
        else { return nil }
        let steps = list.compactMap { Step($0) }
        guard steps.count == list.count else { return nil }
        self.init(
            kind: kind, title: json["title"]?.string ?? "", steps: steps, index: json["index"].flatMap { Index($0) })
    }
}

extension Journal.Version {
    fileprivate var json: JSON {
        [
            "sha256": .string(hash.hex), "executable": .bool(isExecutable), "personal": .bool(isPersonal),
            "from": .int(place.lowerBound), "to": .int(place.upperBound),
        ]
    }

    fileprivate init?(_ json: JSON) {
        guard let hash = json["sha256"]?.string.flatMap({ ContentHash($0) }), let from = json["from"]?.int,
            let to = json["to"]?.int, 0 <= from, from <= to
        else { return nil }
        self.init(
            hash: hash, isExecutable: json["executable"]?.bool ?? false, isPersonal: json["personal"]?.bool ?? false,
            place: from..<to)
    }
}

extension Journal.Step {
    fileprivate var json: JSON {
        switch self {
        case .replace(let path, let before, let after):
            ["replace": .string(path), "before": before?.json ?? .null, "after": after?.json ?? .null]
        case .move(let from, let to, let inode):
            ["move": .string(from), "to": .string(to), "inode": .string(String(inode))]
        }
    }

    fileprivate init?(_ json: JSON) {
        if let path = json["replace"]?.string {
            self = .replace(
                path: path, before: json["before"].flatMap { Journal.Version($0) },
                after: json["after"].flatMap { Journal.Version($0) })
        } else if let from = json["move"]?.string, let to = json["to"]?.string,
            let inode = json["inode"]?.string.flatMap({ UInt64($0) })
        {
            self = .move(from: from, to: to, inode: inode)
        } else {
            return nil
        }
    }
}

extension Journal.Index {
    fileprivate var json: JSON {
        ["path": .string(path), "before": before?.json ?? .null, "after": after?.json ?? .null]
    }

    fileprivate init?(_ json: JSON) {
        guard let path = json["path"]?.string else { return nil }
        self.init(
            path: path, before: json["before"].flatMap { Journal.Version($0) },
            after: json["after"].flatMap { Journal.Version($0) })
    }
}
