// What a page calls: text in, JSON out.
#include <emscripten.h>

#include <exception>
#include <filesystem>
#include <string>

#include "analysis/web/engine/lab_desk.hpp"
#include "analysis/web/engine/player.hpp"
#include "sim/scenario/schema.hpp"

namespace {

using rippletank::registry::InputError;
using rippletank::registry::Json;

EM_JS(void, tell_progress, (double fraction), {
  if (Module.onProgress) Module.onProgress(fraction);
});

/// What JavaScript reads before it calls anything else.
const char* returned(const Json& answer) {
  static std::string kept;
  kept = answer.dump(-1, ' ', false, Json::error_handler_t::replace);
  return kept.c_str();
}

template <typename Work>
const char* answered(const Work& work) {
  try {
    return returned(work());
  } catch (const InputError& error) {
    return returned(rippletank::engine::to_json(error.diagnostics()));
  } catch (const std::exception& error) {
    return returned({{"failure", error.what()}});
  }
}

/// {"text", "file", "messages"} as the page sends it.
rippletank::engine::Play play_of(const Json& asked) {
  return {asked["text"], asked["file"], asked.value("messages", std::size_t{0})};
}

}  // namespace

extern "C" {

/// A request as play_of() reads it, with a "folder" → see engine::play().
EMSCRIPTEN_KEEPALIVE const char* rippletank_play(const char* request) {
  return answered([&] {
    const Json asked = Json::parse(request);
    const std::string folder = asked["folder"];
    std::filesystem::create_directories(folder);
    return rippletank::engine::play(play_of(asked), folder, tell_progress);
  });
}

/// {"lab": its folder, "student"} → see engine::lab_sheet().
EMSCRIPTEN_KEEPALIVE const char* rippletank_lab_sheet(const char* request) {
  return answered([&] {
    const Json asked = Json::parse(request);
    return rippletank::engine::lab_sheet(asked["lab"].get<std::string>(), asked["student"]);
  });
}

/// {"lab": its folder, "student", "answers", "folder"} → see engine::lab_marks().
EMSCRIPTEN_KEEPALIVE const char* rippletank_lab_marks(const char* request) {
  return answered([&] {
    const Json asked = Json::parse(request);
    const std::string folder = asked["folder"];
    std::filesystem::create_directories(folder);
    return rippletank::engine::lab_marks(asked["lab"].get<std::string>(), asked["student"],
                                         asked["answers"], folder);
  });
}

/// The JSON Schema of scenarios, from which the page makes its controls.
EMSCRIPTEN_KEEPALIVE const char* rippletank_schema() {
  return answered([] { return rippletank::scenario::schema(); });
}
}
