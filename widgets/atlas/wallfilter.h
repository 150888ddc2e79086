#pragma once

#include "widgets/atlas/headquery.h"
#include "widgets/common/runmodel.h"
#include "widgets/selection/selection.h"

#include <QObject>

namespace headwaters {

class HeadFilterBar;
class StagesModel;

/// What the bar that finds heads looks for, by the report of the scan in front where there is one, and what
/// it answers. Enter locks the heads that were found one after the other.
class WallFilter : public QObject {
    Q_OBJECT

public:
    /// All three must outlive it.
    WallFilter(HeadFilterBar& bar, Selection& selection, const RunModel& model);

    /// Lets types and stages be found; it must outlive this.
    void setStages(StagesModel& stages);
    [[nodiscard]] const SoughtHeads& sought() const { return m_sought; }

Q_SIGNALS:
    /// Other heads are sought.
    void changed();

private:
    void refresh();
    void fillChoices();
    void lockNext();
    [[nodiscard]] const ScanReport* report() const;
    [[nodiscard]] WallShape shape() const { return WallShape::of(m_model.model()); }
    [[nodiscard]] QString answer(const HeadQuery& query) const;

    HeadFilterBar& m_bar;
    Selection& m_selection;
    const RunModel& m_model;
    StagesModel* m_stages = nullptr;
    SoughtHeads m_sought;
};

} // namespace headwaters
