#pragma once

#include "widgets/atlas/ranking.h"
#include "widgets/theme/theme.h"

#include <QWidget>

class QComboBox;
class QSlider;

namespace headwaters {

class ElidedLabel;

/// *Rank by* and *Top N*: which score orders the heads, and how many of them stay in front.
class RankBar : public QWidget {
    Q_OBJECT

public:
    explicit RankBar(const Theme& theme, QWidget* parent = nullptr);

    /// Heads of the model. Where all were in front they all stay there.
    void setHeadCount(int count);
    /// `Effect on ·Mary − ·John`; with a reason why not, the choice is off and says so.
    void setEffect(const QString& label, const QString& whyNot);
    /// Offers mean |A − B| while two runs are compared; with a reason why not it is off and says so. `only`:
    /// the other scores, which are of one run, are off.
    void setComparing(bool on, const QString& whyNot = {}, bool only = false);
    /// `score ≥ 0.456`, after `18 of 36,`.
    void setThreshold(const QString& text);
    void setRankBy(RankBy by);
    void setTop(int top);

    [[nodiscard]] RankBy rankBy() const;
    [[nodiscard]] int top() const;
    /// `18 of 36, score ≥ 0.456`
    [[nodiscard]] QString summary() const;

Q_SIGNALS:
    /// The score or the number of heads was chosen.
    void changed();

private:
    void refresh();
    void setEnabled(RankBy by, bool enabled);

    QComboBox* m_rankBy;
    QSlider* m_top;
    ElidedLabel* m_kept;
    ElidedLabel* m_rest;
    QString m_threshold;
    RankBy m_before = RankBy::ReceivedMass; ///< what was chosen before only the difference was on
    bool m_only = false;
};

} // namespace headwaters
