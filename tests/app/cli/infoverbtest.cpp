#include "app/cli/program.h"

#include <QCryptographicHash>
#include <QFile>

using namespace headwaters;
using namespace Qt::StringLiterals;

TEST_CASE("info --json gives exactly the fields of the contract, of the bundled model")
{
    const ProgramRun run = headwatersProgram({u"info"_s, u"--json"_s});
    checkSuccess(run);
    const QJsonObject info = run.json();
    CHECK(
        info.keys()
        == QStringList{
            u"dHead"_s, u"dMlp"_s, u"dModel"_s, u"dVocab"_s, u"dtype"_s, u"family"_s, u"fileType"_s,
            u"memory"_s, u"nCtx"_s, u"nHeads"_s, u"nKeyValueHeads"_s, u"nLayers"_s, u"name"_s,
            u"parameters"_s, u"sha256"_s, u"storedBytes"_s, u"storedNumbers"_s});
    CHECK(info.value("name"_L1).toString() == u"demo"_s);
    CHECK(info.value("family"_L1).toString() == u"gpt2"_s);
    CHECK(info.value("nLayers"_L1).toInt() == 6);
    CHECK(info.value("nHeads"_L1).toInt() == 6);
    CHECK(info.value("dModel"_L1).toInt() == 192);
    CHECK(info.value("nKeyValueHeads"_L1).toInt() == 6);
    CHECK(info.value("dHead"_L1).toInt() == 32);
    CHECK(info.value("dMlp"_L1).toInt() == 768);
    CHECK(info.value("fileType"_L1).toString() == u"safetensors"_s);
    CHECK(
        info.value("storedNumbers"_L1)["float16"_L1].toInteger() == info.value("parameters"_L1).toInteger());
    CHECK(info.value("storedBytes"_L1).toInteger() == info.value("parameters"_L1).toInteger() * 2);
    CHECK(info.value("nCtx"_L1).toInt() == 256);
    CHECK(info.value("dVocab"_L1).toInt() == 1536);
    CHECK(info.value("dtype"_L1).toString() == u"float16"_s);
    // Tied unembedding: 1536 x 192 + 256 x 192 + 6 layers + final norm, by hand.
    const int layer =
        2 * 192 + (192 * 576 + 576) + (192 * 192 + 192) + 2 * 192 + (192 * 768 + 768) + (768 * 192 + 192);
    CHECK(info.value("parameters"_L1).toInt() == 1536 * 192 + 256 * 192 + 6 * layer + 2 * 192);

    // All weights in float32 beside the program itself.
    const QJsonObject memory = info.value("memory"_L1).toObject();
    CHECK(memory.keys() == QStringList{u"available"_s, u"peak"_s, u"widened"_s});
    CHECK(memory.value("widened"_L1).toBool());
    CHECK(memory.value("peak"_L1).toInteger() == info.value("parameters"_L1).toInteger() * 4 + 160'000'000);

    QFile weights(demoModel() + u"/model.safetensors"_s);
    REQUIRE(weights.open(QIODevice::ReadOnly));
    const QByteArray hash = QCryptographicHash::hash(weights.readAll(), QCryptographicHash::Sha256).toHex();
    CHECK(info.value("sha256"_L1).toString() == QString::fromLatin1(hash));
}

TEST_CASE("info of another folder names that folder")
{
    const ProgramRun run =
        headwatersProgram({u"info"_s, u"--json"_s, u"--model"_s, testData(u"gpt2-tiny"_s)});
    checkSuccess(run);
    CHECK(run.json().value("name"_L1).toString() == u"gpt2-tiny"_s);
}

TEST_CASE("info tells the groups and the quantisation of a GGUF file")
{
    const QString path = testData(u"llama-quantised-gguf/llama-quantised.gguf"_s);
    const ProgramRun json = headwatersProgram({u"info"_s, u"--json"_s, u"--model"_s, path});
    checkSuccess(json);
    const QJsonObject info = json.json();
    CHECK(info.value("fileType"_L1).toString() == u"GGUF"_s);
    CHECK(info.value("nHeads"_L1).toInt() == 4);
    CHECK(info.value("nKeyValueHeads"_L1).toInt() == 2);
    CHECK(info.value("dHead"_L1).toInt() == 64);
    // Two layers' output matrices are Q3_K.
    CHECK(info.value("storedNumbers"_L1)["Q3_K"_L1].toInt() == 2 * 256 * 256);
    const ProgramRun text = headwatersProgram({u"info"_s, u"--model"_s, path});
    checkSuccess(text);
    CHECK(text.out.contains("4 in 2 key/value groups of 2"));
    CHECK(text.out.contains("GGUF"));
}

TEST_CASE("info without --json is readable text")
{
    const ProgramRun run = headwatersProgram({u"info"_s});
    checkSuccess(run);
    CHECK(run.out.contains("heads per layer"));
    CHECK(run.out.contains("256 tokens"));
}
