#include "widgets/common/rowtable.h"

#include "widgets/theme/metrics.h"

#include <QHeaderView>
#include <QTableView>

namespace headwaters {

void dressRowTable(QTableView& table)
{
    table.setFrameShape(QFrame::NoFrame);
    table.setShowGrid(false);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setSelectionMode(QAbstractItemView::SingleSelection);
    table.verticalHeader()->hide();
    table.verticalHeader()->setDefaultSectionSize(metrics::row);
    table.horizontalHeader()->setHighlightSections(false);
}

} // namespace headwaters
