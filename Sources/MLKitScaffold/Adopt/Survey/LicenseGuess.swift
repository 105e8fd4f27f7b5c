internal import MLKitCore

/// Tells well-known licences by their words.
enum LicenseGuess {
    static func find(in tree: ProjectTree) -> ProjectFact? {
        let names: Set<String> = ["license", "licence", "copying", "unlicense"]
        let files = tree.files.filter { !$0.contains("/") && names.contains(FileName.stem($0).lowercased()) }
        for file in files {
            guard let text = tree.text(file), let identifier = identifier(of: text) else { continue }
            return ProjectFact(value: identifier, source: file)
        }
        return nil
    }

    /// The SPDX identifier of a licence's text; `nil` for one that is not known.
    static func identifier(of text: String) -> String? {
        let parts = text.prefix(20_000).lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "." }
        let words = parts.joined(separator: " ")
        return known.first { _, phrases in phrases.allSatisfy { words.contains($0) } }?.identifier
    }

    /// The first of which all phrases are there; whether a GNU licence also holds in later versions is not in its text.
    private static let known: [(identifier: String, phrases: [String])] = [
        ("Apache-2.0", ["apache license", "version 2.0"]),
        ("AGPL-3.0", ["gnu affero general public license", "version 3"]),
        ("LGPL-3.0", ["gnu lesser general public license", "version 3"]),
        ("GPL-3.0", ["gnu general public license", "version 3"]),
        ("GPL-2.0", ["gnu general public license", "version 2"]),
        ("MPL-2.0", ["mozilla public license", "version 2.0"]),
        ("BSD-3-Clause", ["redistribution and use in source and binary forms", "neither the name"]),
        ("BSD-2-Clause", ["redistribution and use in source and binary forms"]),
        ("MIT", ["permission is hereby granted free of charge", "the software is provided as is"]),
        ("ISC", ["permission to use copy modify and or distribute this software for any purpose"]),
        ("Unlicense", ["free and unencumbered software released into the public domain"]),
        ("CC0-1.0", ["cc0 1.0 universal"]),
        ("CC-BY-4.0", ["creative commons attribution 4.0 international"]),
    ]
}
