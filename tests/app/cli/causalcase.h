#pragma once

#include "app/cli/program.h"
#include "core/files/reading.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <cmath>

// Values are TransformerLens's on the bundled model (tests/data/demo/causal.json).

namespace headwaters {

using namespace Qt::StringLiterals;

/// The second case of the reference values, its reference prompts in a file, and the verbs on it.
struct CausalCase {
    QJsonObject values;
    QTemporaryDir folder;
    QString reference = folder.filePath(u"reference.jsonl"_s);

    CausalCase() : values(readJsonObject(testData(u"demo/causal.json"_s))["cases"_L1][1].toObject())
    {
        write(values["reference"_L1].toArray());
    }
    void write(const QJsonArray& texts) const
    {
        QFile file(reference);
        REQUIRE(file.open(QIODevice::WriteOnly));
        for (const QJsonValue& text : texts) {
            const QJsonObject line = text.isObject() ? text.toObject() : QJsonObject{{u"text"_s, text}};
            file.write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
        }
    }
    [[nodiscard]] QString text(QLatin1StringView field) const { return values[field].toString(); }
    [[nodiscard]] QStringList words(const QString& verb, const QStringList& more) const
    {
        return QStringList{verb,         u"--prompt"_s,   text("clean"_L1), u"--target"_s, text("target"_L1),
                           u"--rival"_s, text("rival"_L1)}
        + more;
    }
    [[nodiscard]] QJsonObject json(const QString& verb, const QStringList& more) const
    {
        const ProgramRun run = headwatersProgram(words(verb, more + QStringList{u"--json"_s}));
        checkSuccess(run);
        return run.json();
    }
    [[nodiscard]] QJsonObject patched(const QStringList& more) const
    {
        return json(u"patch"_s, QStringList{u"--corrupted"_s, text("corrupted"_L1)} + more);
    }
};

/// Within 1e-4 of 1 + |expected|.
inline bool isClose(const QJsonValue& got, const QJsonValue& expected)
{
    return got.isDouble()
        && std::abs(got.toDouble() - expected.toDouble()) <= 1e-4 * (1 + std::abs(expected.toDouble()));
}

inline bool areClose(const QJsonValue& got, const QJsonValue& expected)
{
    const QJsonArray rows = got.toArray(), expectedRows = expected.toArray();
    bool close = rows.size() == expectedRows.size() && !rows.isEmpty();
    for (int row = 0; close && row < rows.size(); ++row) {
        const QJsonArray cells = rows[row].toArray(), expectedCells = expectedRows[row].toArray();
        close = cells.size() == expectedCells.size();
        for (int cell = 0; close && cell < cells.size(); ++cell)
            close = isClose(cells[cell], expectedCells[cell]);
    }
    return close;
}

} // namespace headwaters
