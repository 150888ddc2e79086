#include "widgets/export/exportdialog.h"

#include "core/files/writing.h"
#include "tests/support/testing.h"
#include "widgets/common/errorbar.h"
#include "widgets/common/segmentedcontrol.h"
#include "widgets/export/exportform.h"
#include "widgets/export/exportpreview.h"
#include "widgets/export/figureformats.h"
#include "widgets/export/testfigure.h"

#include <QAbstractButton>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFile>
#include <QFileDialog>
#include <QImage>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace headwaters;

namespace {

struct Opened {
    Theme theme;
    ExportDialog dialog{theme, std::make_shared<TestFigure>()};

    explicit Opened(Theme::Mode mode = Theme::Mode::Light)
    {
        theme.setMode(mode);
        dialog.show();
    }

    template <typename Widget> Widget* find(const QString& name)
    {
        for (Widget* widget : dialog.findChildren<Widget*>()) {
            if (widget->accessibleName() == name)
                return widget;
        }
        FAIL("no " << name);
        return nullptr;
    }

    void press(const QString& text)
    {
        for (QAbstractButton* button : dialog.findChildren<QAbstractButton*>()) {
            if (button->text() == text)
                return QTest::mouseClick(button, Qt::LeftButton);
        }
        FAIL("no button " << text);
    }

    [[nodiscard]] ExportForm& form() { return *dialog.findChild<ExportForm*>(); }
    [[nodiscard]] ExportPreview& preview() { return *dialog.findChild<ExportPreview*>(); }
    [[nodiscard]] QString saveText()
    {
        for (const QPushButton* button : dialog.findChildren<QPushButton*>()) {
            if (button->isDefault())
                return button->text();
        }
        return {};
    }
};

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    return file.readAll();
}

} // namespace

TEST_CASE("the dialog opens with one column in PDF and the figure's own caption")
{
    Opened opened;
    CHECK(opened.dialog.size() == QSize(940, 612));
    CHECK(opened.saveText() == QStringLiteral("Save PDF…"));
    const FigureOptions options = opened.form().options();
    CHECK(options.millimetres == 85);
    CHECK(options.points == 8);
    CHECK_FALSE(options.dark);
    CHECK(options.captionText == TestFigure().caption());
    CHECK(opened.form().dataFormats().empty());
}

TEST_CASE("the primary button names the format, and PNG asks for its resolution")
{
    Opened opened;
    auto* dpi = opened.find<QSpinBox>(QStringLiteral("Resolution"));
    CHECK_FALSE(dpi->isVisible());
    opened.press(QStringLiteral("SVG"));
    CHECK(opened.saveText() == QStringLiteral("Save SVG…"));
    opened.press(QStringLiteral("PNG"));
    CHECK(opened.saveText() == QStringLiteral("Save PNG…"));
    CHECK(dpi->isVisible());
    dpi->setValue(600);
    CHECK(opened.preview().page().options().dpi == 600);
}

TEST_CASE("choosing a page sets its width and its usual size of type")
{
    Opened opened;
    opened.press(QStringLiteral("Slide"));
    CHECK(opened.preview().page().points() == QSizeF(720, 405));
    CHECK(opened.find<QDoubleSpinBox>(QStringLiteral("Font size"))->value() == 14);
    opened.press(QStringLiteral("Two columns"));
    CHECK(opened.find<QSpinBox>(QStringLiteral("Width"))->value() == 176);
    opened.find<QSpinBox>(QStringLiteral("Width"))->setValue(120);
    CHECK(opened.preview().page().millimetres().width() == Approx(120).margin(0.2));
}

TEST_CASE("the preview is the export's own drawing, at true proportions")
{
    Opened opened;
    opened.press(QStringLiteral("Dark"));
    const ExportPreview& preview = opened.preview();
    const QRect place = preview.pageRect();
    CHECK(preview.rect().contains(place));
    const QSizeF points = preview.page().points();
    CHECK(double(place.width()) / place.height() == Approx(points.width() / points.height()).epsilon(0.01));

    QImage expected(place.size(), QImage::Format_RGB32);
    QPainter painter(&expected);
    const TestFigure figure;
    FigurePage(figure, opened.form().options()).paint(painter, QRectF(QPointF(), place.size()));
    painter.end();
    const QImage shown = opened.preview().grab(place).toImage().convertToFormat(QImage::Format_RGB32);
    CHECK(shown == expected);
}

TEST_CASE("what is switched off and written in the form is what the page shows")
{
    Opened opened;
    const double whole = opened.preview().page().points().height();
    opened.find<QPlainTextEdit>(QStringLiteral("Caption"))->setPlainText(QStringLiteral("Short."));
    CHECK(opened.preview().page().points().height() < whole);
    opened.press(QStringLiteral("Provenance"));
    opened.press(QStringLiteral("Legend"));
    opened.press(QStringLiteral("Caption"));
    const FigureOptions options = opened.preview().page().options();
    CHECK(options.captionText == QStringLiteral("Short."));
    CHECK_FALSE(options.provenance);
    CHECK_FALSE(options.legend);
    CHECK_FALSE(options.caption);
    CHECK_FALSE(opened.find<QPlainTextEdit>(QStringLiteral("Caption"))->isEnabled());
}

TEST_CASE("As shown follows the window")
{
    Opened opened(Theme::Mode::Dark);
    CHECK_FALSE(opened.preview().page().options().dark);
    opened.press(QStringLiteral("As shown"));
    CHECK(opened.preview().page().options().dark);
    opened.theme.setMode(Theme::Mode::Light);
    CHECK_FALSE(opened.preview().page().options().dark);
}

TEST_CASE("saving writes what the form says, tells the files and closes the dialog")
{
    const QTemporaryDir folder;
    Opened opened;
    opened.press(QStringLiteral("CSV"));
    opened.press(QStringLiteral("NPZ"));
    const QSignalSpy saved(&opened.dialog, &ExportDialog::saved);
    const QString path = folder.filePath(QStringLiteral("figure.pdf"));
    const QByteArray expected = toPdf(opened.preview().page());
    CHECK(opened.dialog.save(path));
    CHECK(contentOf(path) == expected);
    CHECK(fromCsv(contentOf(folder.filePath(QStringLiteral("figure.csv")))).rows.size() == 225);
    REQUIRE(saved.count() == 1);
    CHECK(saved.first().first().toStringList().size() == 3);
    CHECK_FALSE(opened.dialog.isVisible());
    CHECK(opened.dialog.result() == QDialog::Accepted);
    CHECK(opened.dialog.folder() == folder.path());
}

TEST_CASE("what cannot be saved is said in a bar and the dialog goes on")
{
    const QTemporaryDir folder;
    Opened opened;
    auto* bar = opened.dialog.findChild<ErrorBar*>();
    CHECK_FALSE(opened.dialog.save(QStringLiteral("/proc/figure.pdf")));
    CHECK(bar->isVisible());
    CHECK(bar->problem().summary.startsWith(QStringLiteral("/proc/figure.pdf: cannot be written: ")));
    CHECK_FALSE(opened.dialog.save(folder.filePath(QStringLiteral("figure.jpg"))));
    CHECK(bar->problem().summary.contains(QStringLiteral(".pdf, .svg, .png")));
    CHECK(opened.dialog.isVisible());
    CHECK(opened.dialog.save(folder.filePath(QStringLiteral("figure.svg"))));
    CHECK_FALSE(bar->isVisible());
}

TEST_CASE("the primary button asks for a file, named after the figure, and saves to it")
{
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    const QTemporaryDir folder;
    Opened opened;
    opened.dialog.setFolder(folder.path());
    QString suggested;
    QTimer::singleShot(0, [&suggested] {
        auto* chooser = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
        if (chooser == nullptr)
            return;
        suggested = chooser->selectedFiles().value(0);
        QMetaObject::invokeMethod(chooser, "accept");
    });
    opened.press(QStringLiteral("Save PDF…"));
    CHECK(suggested == folder.filePath(QStringLiteral("L5H5-pattern.pdf")));
    CHECK(contentOf(folder.filePath(QStringLiteral("L5H5-pattern.pdf"))).startsWith("%PDF"));
    CHECK_FALSE(opened.dialog.isVisible());
}

TEST_CASE("copying puts the page on the clipboard as an image")
{
    Opened opened;
    opened.press(QStringLiteral("Copy"));
    const QImage image = QGuiApplication::clipboard()->image();
    CHECK(image.size() == toImage(opened.preview().page()).size());
    CHECK(opened.dialog.isVisible());
}

TEST_CASE("cancel closes without writing")
{
    Opened opened;
    opened.press(QStringLiteral("Cancel"));
    CHECK_FALSE(opened.dialog.isVisible());
    CHECK(opened.dialog.result() == QDialog::Rejected);
}
