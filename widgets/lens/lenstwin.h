#pragma once

#include "widgets/lens/attributionpainting.h"

#include <QTableView>

#include <memory>

class QStandardItemModel;

namespace headwaters {

/// The table twin of the lens: after the position in front, one row per layer with the likeliest token and
/// the words that are watched; and all lines of the attribution.
class LensTwin : public QWidget {
    Q_OBJECT

public:
    explicit LensTwin(QWidget* parent = nullptr);

    void setContent(const std::shared_ptr<const LensContent>& content, AttributionSplit split);
    [[nodiscard]] QTableView& layers() { return *m_layers; }
    [[nodiscard]] QTableView& parts() { return *m_parts; }

Q_SIGNALS:
    void headClicked(headwaters::HeadIndex head);

private:
    void fillLayers(const LensContent& content);
    void fillParts(const LensContent& content, AttributionSplit split);

    QStandardItemModel* m_layerItems;
    QStandardItemModel* m_partItems;
    QTableView* m_layers;
    QTableView* m_parts;
};

} // namespace headwaters
