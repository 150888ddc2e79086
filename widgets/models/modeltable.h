#pragma once

#include "core/files/foundmodels.h"
#include "widgets/theme/theme.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <QTableView>

#include <optional>
#include <vector>

namespace headwaters {

/// Whether a model can be opened, as a word with a mark that differs in shape.
enum class Verdict { Fits, TooLarge, Broken };

[[nodiscard]] Verdict verdictOf(const FoundModel& model);
/// `fits, 698 MB`, `too large, 9.1 GB`, `cannot be opened`; the number is the peak memory.
[[nodiscard]] QString verdictText(const FoundModel& model);
[[nodiscard]] QString verdictIcon(Verdict verdict);
[[nodiscard]] QColor Colours::*verdictColour(Verdict verdict);

/// Found models as rows, in the order they were found.
class FoundModelsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Name, Family, Format, Size, Memory, Place, ColumnCount };
    static constexpr int sortRole = Qt::UserRole; ///< the number behind the text

    explicit FoundModelsModel(const Theme& theme, QObject* parent = nullptr);

    void clear();
    void add(const FoundModel& model);
    [[nodiscard]] const FoundModel& at(int row) const { return m_models[static_cast<std::size_t>(row)]; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const Theme& m_theme;
    std::vector<FoundModel> m_models;
};

/// The table of models: sortable, one row chosen, Return or a double click opens it.
class ModelTable : public QTableView {
    Q_OBJECT

public:
    explicit ModelTable(QWidget* parent = nullptr);

    void setModels(FoundModelsModel* models);
    /// Shows the rows that hold every word of it, in whatever column and case.
    void setFilter(const QString& text);
    /// The chosen one; null where none is.
    [[nodiscard]] const FoundModel* current() const;
    [[nodiscard]] int shownCount() const;
    /// Moves the choice by rows; for keys pressed elsewhere.
    void step(int rows);

Q_SIGNALS:
    void currentModelChanged();
    /// The person asked to open the chosen one.
    void openRequested();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    class Sorted;
    void chooseSomething();

    Sorted* m_sorted;
    FoundModelsModel* m_models = nullptr;
};

} // namespace headwaters
