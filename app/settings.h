#pragma once

#include "core/results/generation.h"
#include "widgets/theme/theme.h"

#include <QByteArray>
#include <QSettings>
#include <QStringList>

#include <memory>

namespace headwaters {

/// What the window remembers from one start to the next, in one ini file. Without a file nothing is read or
/// kept: the command line draws the same window for everybody.
class Settings {
public:
    /// The file of the person who runs the program, below their configuration folder.
    [[nodiscard]] static QString personalFile();

    /// Remembers in `file`; empty: remembers nothing.
    explicit Settings(const QString& file = {});

    [[nodiscard]] Theme::Mode themeMode() const;
    void setThemeMode(Theme::Mode mode);
    [[nodiscard]] SequentialMap sequentialMap() const;
    void setSequentialMap(SequentialMap map);
    [[nodiscard]] StageSet stageSet() const;
    void setStageSet(StageSet set);

    /// How Generate draws tokens: a request without a prompt. What the file has out of range is the default.
    [[nodiscard]] GenerationRequest generation() const;
    void setGeneration(const GenerationRequest& settings);
    /// The settings of Generate are folded out.
    [[nodiscard]] bool isGenerationShown() const;
    void setGenerationShown(bool shown);

    [[nodiscard]] QByteArray windowGeometry() const;
    [[nodiscard]] QByteArray windowState() const;
    void setWindow(const QByteArray& geometry, const QByteArray& state);

    /// Folders of models opened before, newest first, at most `recentCount`.
    [[nodiscard]] QStringList recentModels() const;
    /// Puts a folder in front.
    void addRecentModel(const QString& path);
    void clearRecentModels();
    static constexpr int recentCount = 8;

private:
    [[nodiscard]] QVariant value(const QString& key, const QVariant& fallback = {}) const;
    void setValue(const QString& key, const QVariant& value);

    std::unique_ptr<QSettings> m_file;
};

} // namespace headwaters
