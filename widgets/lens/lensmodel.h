#pragma once

#include "core/base/error.h"
#include "core/results/attribution.h"
#include "core/results/lens.h"

#include <QObject>

#include <memory>
#include <vector>

namespace headwaters {

/// What the lens reads of the run in front: the table of all positions, the ranks of watched words and the
/// attribution after one of them. Another part of the program computes and writes it; views read it and say
/// what they want. Values are immutable and shared, and may be an older run's for a moment: compare `run`.
class LensModel : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    enum class State { Empty, Reading, Ready, Failed };

    // --- read by the views
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] std::shared_ptr<const LogitLens> lens() const { return m_lens; }
    [[nodiscard]] std::shared_ptr<const LogitLens> watch() const { return m_watch; }
    [[nodiscard]] std::shared_ptr<const Attribution> attribution() const { return m_attribution; }
    /// Why the table was not read; cancelled where somebody stopped it.
    [[nodiscard]] const Problem& problem() const { return m_problem; }
    /// How far the table is read, 0 to 1.
    [[nodiscard]] double share() const { return m_share; }

    // --- said by the views
    /// Somebody looks: without that nothing is computed.
    void setWanted(bool wanted);
    [[nodiscard]] bool isWanted() const { return m_isWanted; }
    /// Words that are watched besides target and rival, in the order they were added.
    void addWord(TokenId word);
    void removeWord(TokenId word);
    [[nodiscard]] const std::vector<TokenId>& words() const { return m_words; }
    /// Reads the table again after it failed or was stopped.
    void retry();

    // --- written by the one who computes
    void clear(); ///< another model: words are others too
    void startReading();
    void setShare(double share);
    void setLens(std::shared_ptr<const LogitLens> lens);
    void setWatch(std::shared_ptr<const LogitLens> watch);
    void setAttribution(std::shared_ptr<const Attribution> attribution);
    void fail(const Problem& problem);

Q_SIGNALS:
    /// State, table, watch or attribution.
    void changed();
    void shareChanged();
    /// Wanted or words.
    void wantsChanged();
    void retryWanted();

private:
    bool m_isWanted = false;
    std::vector<TokenId> m_words;
    State m_state = State::Empty;
    double m_share = 0;
    Problem m_problem;
    std::shared_ptr<const LogitLens> m_lens, m_watch;
    std::shared_ptr<const Attribution> m_attribution;
};

} // namespace headwaters
