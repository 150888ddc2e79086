#pragma once

#include "app/document.h"
#include "core/engine/session/snapshotthread.h"
#include "widgets/lens/lensmodel.h"

#include <QObject>

#include <optional>
#include <vector>

namespace headwaters {

/// Answers what the Lens view wants while it is in front: the table of the run, the ranks of the watched
/// words and the attribution after the position that is locked, else the last. The table, which may take
/// long, has a thread of its own.
class Lensing : public QObject {
    Q_OBJECT

public:
    explicit Lensing(Document& document, QObject* parent = nullptr);

    [[nodiscard]] LensModel& model() { return m_model; }
    [[nodiscard]] bool isBusy() const;
    /// Nothing that the view wants is under way.
    [[nodiscard]] bool isSettled() const;
    /// Stops the table under way.
    void cancel();
    /// Table and ranks are read of this run, as long as it is of the one in front; null: of that itself.
    void setChanged(std::shared_ptr<const RunSnapshot> changed);

Q_SIGNALS:
    /// The table is read, or no longer.
    void started();
    void progressed(int done, int total);
    void ended();
    /// One sentence for the error bar; never for what was cancelled.
    void problemOccurred(const headwaters::Problem& problem);

private:
    enum Question { TableQuestion, WatchQuestion, AttributionQuestion };
    /// What an answer belongs to.
    struct Asked {
        quint64 run = 0;
        TokenId target = 0;
        TokenId rival = 0;
        int position = 0;
        std::vector<TokenId> words = {};
        std::shared_ptr<const RunSnapshot> of = {}; ///< whose stream is read
        bool operator==(const Asked&) const = default;
    };

    void modelChanged();
    /// Asks for what is not there yet.
    void want();
    void wantTable(const Asked& key);
    void wantWatch(const Asked& key);
    void wantAttribution(const Asked& key);
    void endTable();
    void failTable(const Problem& problem);

    Document& m_document;
    LensModel m_model;
    std::shared_ptr<const RunSnapshot> m_changed;
    std::shared_ptr<const Tokenizer> m_tokenizer; ///< of the model whose lens is shown
    std::optional<Asked> m_table, m_watch, m_attribution;
    bool m_isReading = false; ///< a table
    SnapshotThread m_tables{QStringLiteral("lens")};
    SnapshotThread m_answers{QStringLiteral("attribution")};
};

} // namespace headwaters
