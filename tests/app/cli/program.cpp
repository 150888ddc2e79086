#include "app/cli/program.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QProcess>

namespace headwaters {

using namespace Qt::StringLiterals;

QJsonObject ProgramRun::json() const
{
    QJsonParseError problem{};
    const QJsonDocument document = QJsonDocument::fromJson(out, &problem);
    INFO(problem.errorString().toStdString());
    REQUIRE(document.isObject());
    return document.object();
}

ProgramRun headwatersProgram(const QStringList& words, const QByteArray& input)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString& name : {u"QT_QPA_PLATFORM"_s, u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s})
        environment.remove(name);
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(HEADWATERS_PROGRAM), words);
    REQUIRE(process.waitForStarted());
    process.write(input);
    process.closeWriteChannel();
    REQUIRE(process.waitForFinished(240'000));
    REQUIRE(process.exitStatus() == QProcess::NormalExit);
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

void checkRefusal(const ProgramRun& run, int status, const QStringList& mentions)
{
    INFO(run.err.toStdString());
    CHECK(run.status == status);
    CHECK(run.out.isEmpty());
    CHECK(run.err.endsWith('\n'));
    CHECK(run.err.count('\n') == 1);
    CHECK(run.err.startsWith("headwaters: "));
    CHECK(QString::fromUtf8(run.err).size() < 600);
    for (const QString& mention : mentions) {
        INFO(mention.toStdString());
        CHECK(QString::fromUtf8(run.err).contains(mention));
    }
}

void checkSuccess(const ProgramRun& run)
{
    CHECK(run.err == QByteArray());
    CHECK(run.status == 0);
}

void copyDemoModel(const QString& folder)
{
    REQUIRE(QDir().mkpath(folder));
    for (const QString& name :
         {u"config.json"_s, u"merges.txt"_s, u"vocab.json"_s, u"tokenizer_config.json"_s,
          u"model.safetensors"_s})
        REQUIRE(QFile::copy(demoModel() + u'/' + name, folder + u'/' + name));
}

QString indirectObjectPrompt()
{
    return u"When Mary and John went to the store, John gave a drink to"_s;
}

} // namespace headwaters
