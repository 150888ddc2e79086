#pragma once

#include "widgets/theme/theme.h"

#include <QStringList>
#include <QVector>
#include <QWidget>

class QComboBox;

namespace headwaters {

class IconButton;
class TextLabel;

/// The top of the prompt dock: task families, the sentence of the chosen one, a way to the next example, and
/// notes on the example. Examples are counted from 0 in each family, so that the same number gives the same
/// prompt.
class PromptPicker : public QWidget {
    Q_OBJECT

public:
    struct Family {
        QString title;
        QString sentence; ///< what it tests
    };

    explicit PromptPicker(const Theme& theme, QWidget* parent = nullptr);

    void setFamilies(const QVector<Family>& families);
    /// The family in front; -1 before one was chosen.
    [[nodiscard]] int family() const { return m_family; }
    /// The number of the example in front.
    [[nodiscard]] int example() const { return m_example; }
    /// The text in front is that example and not the person's own.
    [[nodiscard]] bool hasExample() const { return m_family >= 0 && !m_own; }
    /// Shows a family and an example of it without a signal.
    void setExample(int family, int example);
    /// The text was edited, so that it is no longer the example; `next` still goes on with the family.
    void setOwnText();
    /// What a person should know of the example: words that the model splits. Empty for nothing.
    void setNotes(const QStringList& notes);
    [[nodiscard]] QString notes() const;

    /// The next example of the family.
    void next();

Q_SIGNALS:
    void exampleWanted(int family, int example);

private:
    void pick(int family);
    void describeFamily();

    QVector<Family> m_families;
    QComboBox* m_box;
    IconButton* m_next;
    TextLabel* m_sentence;
    TextLabel* m_notes;
    int m_family = -1;
    int m_example = 0;
    bool m_own = true;
};

} // namespace headwaters
