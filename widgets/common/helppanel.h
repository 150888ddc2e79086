#pragma once

#include "widgets/theme/theme.h"

#include <QDialog>
#include <QString>
#include <QVector>

class QListWidget;
class QTextBrowser;

namespace headwaters {

/// One page of the help: a Markdown file of resources/help.
struct HelpPage {
    QString key; ///< `atlas`: the file's name without its ending, and the name of its view in small letters
    QString title; ///< its first heading
};

/// The explanation of the view in front and the key map, in a window of its own that leaves the application
/// usable. Esc closes it.
class HelpPanel : public QDialog {
    Q_OBJECT

public:
    explicit HelpPanel(const Theme& theme, QWidget* parent = nullptr);

    /// All pages, in reading order.
    [[nodiscard]] static QVector<HelpPage> pages();
    /// The Markdown text of a page; empty for an unknown key.
    [[nodiscard]] static QString markdown(const QString& key);

    /// Shows the page of a view (`Atlas`) or of a key (`keys`); an unknown name shows the key map.
    void showPage(const QString& name);
    [[nodiscard]] QString currentKey() const;

    [[nodiscard]] QSize sizeHint() const override;

private:
    void render();

    const Theme& m_theme;
    QListWidget* m_list;
    QTextBrowser* m_browser;
};

} // namespace headwaters
