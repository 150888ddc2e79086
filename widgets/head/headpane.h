#pragma once

#include "widgets/common/statepanel.h"
#include "widgets/head/headcontent.h"
#include "widgets/theme/theme.h"

#include <QWidget>

#include <memory>
#include <optional>

class QStackedWidget;

namespace headwaters {

class ElidedLabel;
class HeadMap;
class PairTable;
class Veil;

/// One side of the Head view while two runs stand side by side: what it is, and its map, its table, or a
/// message in their place.
class HeadPane : public QWidget {
    Q_OBJECT

public:
    explicit HeadPane(const Theme& theme, QWidget* parent = nullptr);

    /// `L5H1 · attention · after softmax`, and below it side, model and prompt.
    void setCaption(const QString& title, const QString& side);
    void setContent(std::shared_ptr<const HeadContent> content, std::shared_ptr<const HeadDetail> detail);
    [[nodiscard]] std::shared_ptr<const HeadContent> content() const { return m_content; }
    /// Shows a message; the content before is forgotten.
    void setMessage(const StateMessage& message);
    void setTableShown(bool shown);
    void setShown(std::optional<int> query, std::optional<int> key, bool locked);
    /// It belongs to another run or map than is asked for.
    void setDimmed(bool dimmed);

    [[nodiscard]] HeadMap* map() const { return m_map; }
    [[nodiscard]] PairTable* table() const { return m_table; }
    [[nodiscard]] StatePanel* message() const { return m_message; }
    [[nodiscard]] QString title() const;

private:
    void showPage();

    ElidedLabel* m_title;
    ElidedLabel* m_side;
    QStackedWidget* m_pages;
    StatePanel* m_message;
    HeadMap* m_map;
    PairTable* m_table;
    Veil* m_veil;
    std::shared_ptr<const HeadContent> m_content;
    std::shared_ptr<const HeadDetail> m_detail;
    bool m_tableShown = false;
    bool m_tableFilled = false;
};

} // namespace headwaters
