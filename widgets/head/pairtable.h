#pragma once

#include "widgets/head/pairmodel.h"
#include "widgets/theme/theme.h"

#include <QTableView>

#include <memory>
#include <optional>

namespace headwaters {

/// The numbers of the Head view as a sortable table; choosing a row chooses its pair.
class PairTable : public QTableView {
    Q_OBJECT

public:
    explicit PairTable(QWidget* parent = nullptr);

    void setContent(std::shared_ptr<const HeadContent> content, std::shared_ptr<const HeadDetail> detail);
    /// Marks the row of the shown pair and brings it into sight.
    void setShown(std::optional<int> query, std::optional<int> key);
    [[nodiscard]] PairModel* pairs() const { return m_pairs; }

Q_SIGNALS:
    /// The person chose a row.
    void pairChosen(int query, int key);

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    PairModel* m_pairs;
    bool m_following = false;
};

} // namespace headwaters
