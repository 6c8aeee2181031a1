// The labs that come along: their files and numbers, and that runs say what they teach.
#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <regex>
#include <set>

#include "analysis/labs/mark.hpp"
#include "analysis/labs/page.hpp"
#include "analysis/labs/sheet.hpp"
#include "tests/catch.hpp"
#include "tests/unit/io/temporary_folder.hpp"
#include "tests/unit/labs/shipped.hpp"

namespace shipped_labs_test {

using namespace rippletank;
using namespace rippletank::labs;
using rippletank::tests::shelf;
using rippletank::tests::shipped_labs;
using rippletank::tests::TemporaryFolder;
using rippletank::tests::ten_students;

namespace {

/// The numbers of a student, by name.
struct Given {
  const Numbers& numbers;
  double operator[](const std::string& name) const { return *find(numbers, name); }
};

using Form = std::function<double(const Given&)>;

double sum_to(double k) { return k * (k + 1) / 2; }

/// The time of a message's frame at 10 Mbit/s, in microseconds.
double frame_us(const Given& n) { return 0.8 * (n["message_bytes"] + 40 + 38); }

double load(const Given& n) { return n["clients"] * n["service_ms"] / 1000; }

double tree(double degree, double ttl) {
  return degree * (std::pow(degree - 1, ttl) - 1) / (degree - 2);
}

double net_copies(const Given& n) { return n["peers"] * n["degree"] - n["peers"] + 1; }

/// Stations 1, 2, … k cables away on either side of a ring, and one opposite if it is even.
double dual_path(double n) {
  const double side = std::floor((n - 1) / 2);
  const double opposite = std::fmod(n, 2) == 0 ? n / 2 : 0;
  return (2 * sum_to(side) + opposite) / (n - 1);
}

double star_cables(const Given& n) {
  double cables = 2 * (n["per_switch"] - 1);
  for (double k = 1; k < n["switches"]; ++k) cables += n["per_switch"] * (2 + k);
  return cables;
}

/// What the labs teach, written down once more: LAB/QUESTION.
const std::map<std::string, Form>& closed_forms() {
  static const std::map<std::string, Form> all = {
      {"01/bus_path",
       [](const Given& n) {
         const double s = n["sender"];
         return (sum_to(s) + sum_to(n["stations"] - 1 - s)) / (n["stations"] - 1);
       }},
      {"01/ring_path", [](const Given& n) { return n["stations"] / 2; }},
      {"01/dual_path", [](const Given& n) { return dual_path(n["stations"]); }},
      {"01/star_cut", [](const Given& n) { return n["stations"] - 2; }},
      {"01/bus_cut", [](const Given&) { return 0.0; }},
      {"02/hub_hears", [](const Given& n) { return n["stations"] - 1; }},
      {"02/switch_hears", [](const Given&) { return 1.0; }},
      {"02/hub_us", [](const Given& n) { return frame_us(n) + 10; }},
      {"02/switch_us", [](const Given& n) { return 2 * (frame_us(n) + 5); }},
      {"02/hub_rush_ms",
       [](const Given& n) { return (5 * (n["stations"] - 1) * frame_us(n) + 10) / 1000; }},
      {"03/line_cables",
       [](const Given& n) { return 2 * n["hops"] + std::floor(n["hops"] / n["per_switch"]); }},
      {"03/star_cables", star_cables},
      {"03/star_trunk", [](const Given& n) { return n["stations"] - n["per_switch"]; }},
      {"03/ring_trunk", [](const Given&) { return 2.0; }},
      {"04/busy", load},
      {"04/response_ms", [](const Given& n) { return n["service_ms"] / (1 - load(n)); }},
      {"04/steady_ms",
       [](const Given& n) { return n["service_ms"] * (1 + load(n) / (2 * (1 - load(n)))); }},
      {"04/answered", [](const Given& n) { return std::floor(n["crash"] / 10); }},
      {"05/server_carries", [](const Given& n) { return 2000 * n["size_kb"]; }},
      {"05/broker_carries", [](const Given& n) { return 75 * n["clients"] + 252; }},
      {"05/one_s", [](const Given& n) { return 8 * n["size_kb"] / n["up_kbit_s"]; }},
      {"05/three_past_s", [](const Given& n) { return 24 * n["size_kb"] / n["up_kbit_s"]; }},
      {"05/three_through_s",
       [](const Given& n) {
         return 8 * n["size_kb"] / n["up_kbit_s"] + 24 * n["size_kb"] / 10000;
       }},
      {"06/tree_reach", [](const Given& n) { return tree(n["degree"], n["ttl"]); }},
      {"06/tree_duplicates", [](const Given&) { return 0.0; }},
      {"06/last_hop",
       [](const Given& n) { return n["degree"] * std::pow(n["degree"] - 1, n["ttl"] - 1); }},
      {"06/net_copies", net_copies},
      {"06/net_duplicates", [](const Given& n) { return net_copies(n) - (n["peers"] - 1); }},
      {"07/equal_copies", [](const Given& n) { return n["supers"] * (n["leaves"] + 1) + 1; }},
      {"07/ring_copies", [](const Given& n) { return n["supers"] + 2; }},
      {"07/mesh_copies", [](const Given& n) { return 1 + std::pow(n["supers"] - 1, 2); }},
      {"07/query_bytes", [](const Given& n) { return (n["supers"] + 2) * (40 + n["text_bytes"]); }},
      {"07/asked_peers", [](const Given& n) { return n["supers"]; }},
      {"07/cut_off", [](const Given& n) { return n["leaves"]; }},
      {"08/first_path", [](const Given& n) { return n["stars"] + 1; }},
      {"08/first_copies", [](const Given& n) { return n["stars"] + 2; }},
      {"08/second_path", [](const Given&) { return 1.0; }},
      {"08/all_copies", [](const Given& n) { return n["stars"] + 4; }},
      {"08/carried", [](const Given& n) { return 1000 * n["size_kb"] * (n["stars"] + 3); }},
      {"08/after_crash", [](const Given&) { return 3.0; }},
      {"09/direct_fail", [](const Given& n) { return 11 * n["walled"]; }},
      {"09/push_fail", [](const Given& n) { return n["walled"] * (n["walled"] - 1); }},
      {"09/pushes", [](const Given& n) { return n["walled"] * (12 - n["walled"]); }},
      {"09/relayed_bytes",
       [](const Given& n) { return 2000 * n["walled"] * (n["walled"] - 1) * n["size_kb"]; }},
      {"10/connections",
       [](const Given& n) { return n["hubs"] * n["leaves"] + n["hubs"] * (n["hubs"] - 1) / 2; }},
      {"10/parts", [](const Given& n) { return 1 + n["lost"] * n["leaves"]; }},
      {"10/largest_part",
       [](const Given& n) { return (n["hubs"] - n["lost"]) * (n["leaves"] + 1); }},
      {"10/flat_part", [](const Given& n) { return n["peers"] - n["lost"]; }},
      {"10/town_part", [](const Given& n) { return (n["hubs"] - 1) * (n["leaves"] + 1); }},
  };
  return all;
}

/// The choices that are right, likewise.
std::string right_choice(const std::string& question, const Given& n) {
  if (question == "06/wider_or_longer") {
    return tree(n["degree"], n["ttl"] + 1) > tree(n["degree"] + 1, n["ttl"]) ? "longer" : "wider";
  }
  if (question == "09/busiest") {
    return 2 * n["walled"] * (n["walled"] - 1) > 22 ? "server" : "client";
  }
  const std::map<std::string, std::string> always = {
      {"01/most_left", "dual"},     {"02/first_done", "switch"},
      {"03/busiest_trunk", "star"}, {"03/server_place", "second"},
      {"05/who_survives", "past"},  {"04/better_server", "twice_as_fast"},
      {"10/worst", "server"}};
  return always.at(question);
}

/// What a lab teaches about a question; nothing is left out.
registry::Json taught(const Lab& lab, const std::string& id, const Numbers& numbers) {
  const std::string name = lab.name.substr(0, 2) + "/" + id;
  if (!find(lab.questions, id)->choices.empty()) return right_choice(name, {numbers});
  return closed_forms().at(name)({numbers});
}

/// A student's file with these answers.
Answers answers_of(const Lab& lab, const std::string& student, const Named<registry::Json>& given) {
  registry::Json copy = student_copy(lab, student);
  for (const auto& [id, answer] : given) copy["answers"][id] = answer;
  return read_answers(copy.dump(), "answers.json", shipped_labs());
}

std::vector<std::string> many_students(std::size_t count) {
  std::vector<std::string> names = ten_students();
  while (names.size() < count) names.push_back("student " + std::to_string(names.size()));
  return names;
}

}  // namespace

TEST_CASE("there are ten labs, each with enough questions and numbers") {
  CHECK(shipped_labs().size() == 10);
  std::set<std::string> titles;
  for (const Lab& lab : shipped_labs()) {
    INFO(lab.name);
    CHECK(lab.questions.size() >= 5);
    titles.insert(lab.title);
    double sets = 1;
    for (const auto& [name, number] : lab.numbers) {
      if (!number.is) sets *= static_cast<double>(number.choices());
    }
    CHECK(sets >= 150);
    for (const auto& [id, question] : lab.questions) {
      INFO(id);
      CHECK_FALSE(question.mistakes.empty());
      CHECK(question.unit.empty() == (!question.choices.empty() || id == "busy"));
    }
  }
  CHECK(titles.size() == 10);
}

TEST_CASE("the files beside lab.json are those of the numbers on the page") {
  for (const Lab& lab : shipped_labs()) {
    const Numbers usual = usual_numbers(lab);
    for (const auto& [name, run] : lab.runs) {
      INFO(lab.name << " " << name);
      CHECK(run.scenario == name + ".json");
      const scenario::Loaded written = scenario::load((lab.folder / run.scenario).string());
      const scenario::Loaded loaded = load_scenario(lab, name, usual);
      CHECK(scenario::resolved(loaded.scenario) == scenario::resolved(written.scenario));
      CHECK(loaded.scenario.name == "lab" + lab.name.substr(0, 3) + name);
      CHECK_FALSE(loaded.scenario.description.empty());
      CHECK(loaded.scenario.seed == 1);
    }
  }
}

TEST_CASE("descriptions of scenarios hold for all students: they name none of their numbers") {
  const std::map<double, std::string> words = {
      {3, "three"},   {4, "four"},    {5, "five"},   {7, "seven"},        {8, "eight"},
      {12, "twelve"}, {20, "twenty"}, {40, "forty"}, {47, "forty-seven"}, {48, "forty-eight"}};
  for (const Lab& lab : shipped_labs()) {
    const Numbers numbers = usual_numbers(lab);
    for (const auto& [name, run] : lab.runs) {
      const std::string text = load_scenario(lab, name, numbers).scenario.description;
      for (const auto& [number, value] : numbers) {
        INFO(lab.name << " " << name << ", " << number << ": " << text);
        const auto word = words.find(value);
        if (word == words.end()) continue;
        CHECK_FALSE(
            std::regex_search(text, std::regex("\\b" + word->second + "\\b", std::regex::icase)));
      }
    }
  }
}

TEST_CASE("ten students get ten different sets of numbers in every lab") {
  for (const Lab& lab : shipped_labs()) {
    INFO(lab.name);
    std::set<std::string> sets;
    for (const std::string& student : ten_students()) {
      sets.insert(numbers_json(numbers_for(lab, student)).dump());
    }
    CHECK(sets.size() == 10);
  }
}

TEST_CASE("who answers as the labs teach gets all points") {
  for (const Lab& lab : shipped_labs()) {
    for (const std::string& student : ten_students()) {
      const Numbers numbers = numbers_for(lab, student);
      Named<registry::Json> given;
      for (const auto& [id, question] : lab.questions) {
        given.emplace_back(id, taught(lab, id, numbers));
      }
      const TemporaryFolder folder;
      for (const Mark& mark : mark(answers_of(lab, student, given), folder.path)) {
        INFO(lab.name << " " << mark.question << " " << numbers_json(numbers).dump() << " given "
                      << mark.given.dump() << " expected " << mark.expected.dump());
        CHECK(mark.verdict == Verdict::right);
        CHECK(mark.points == mark.of);
      }
    }
  }
}

TEST_CASE("whatever numbers a student gets, each question has one answer, which is the taught one",
          "[long]") {
  for (const Lab& lab : shipped_labs()) {
    for (const std::string& student : many_students(120)) {
      const TemporaryFolder folder;
      const Numbers numbers = numbers_for(lab, student);
      Plays plays(lab, numbers, folder.path);
      for (const auto& [id, question] : lab.questions) {
        INFO(lab.name << " " << id << " " << numbers_json(numbers).dump());
        const registry::Json right = right_answer(question, plays);
        const registry::Json expected = taught(lab, id, numbers);
        if (!question.choices.empty()) {
          CHECK(right == expected);
        } else {
          INFO("measured " << right.dump() << " taught " << expected.dump());
          CHECK(question.tolerance.allows(expected.get<double>(), right.get<double>()));
        }
      }
    }
  }
}

namespace {

/// Makes each mistake of a lab for each student, and returns those that got their reason.
std::set<std::string> mistakes_told(const Lab& lab, const std::vector<std::string>& students) {
  std::set<std::string> told;
  for (const std::string& student : students) {
    const TemporaryFolder folder;
    Plays plays(lab, numbers_for(lab, student), folder.path);
    for (const auto& named : lab.questions) {
      const std::string& id = named.first;
      const Question& question = named.second;
      const registry::Json right = right_answer(question, plays);
      for (const Mistake& mistake : question.mistakes) {
        const registry::Json given = mistake.choice ? registry::Json(*mistake.choice)
                                                    : number_json(plays.evaluate(*mistake.answer));
        const auto marks = mark(answers_of(lab, student, {{id, given}}), plays);
        const auto found = std::find_if(marks.begin(), marks.end(),
                                        [&](const Mark& mark) { return mark.question == id; });
        INFO(lab.name << " " << id << " given " << given.dump() << " right " << right.dump());
        const bool coincides =
            mistake.choice ? given == right
                           : question.tolerance.allows(given.get<double>(), right.get<double>());
        CHECK((found->verdict == Verdict::right) == coincides);
        const std::string reason = filled(mistake.because, plays.numbers());
        if (!coincides && found->reason == reason) told.insert(id + mistake.because);
      }
    }
  }
  return told;
}

}  // namespace

TEST_CASE("each mistake is told apart from the right answer and gets its reason") {
  for (const Lab& lab : shipped_labs()) {
    INFO(lab.name);
    CHECK(mistakes_told(lab, many_students(4)).size() >= lab.questions.size());
  }
}

TEST_CASE("there is a student who can make each mistake and is told so", "[long]") {
  for (const Lab& lab : shipped_labs()) {
    const std::set<std::string> told = mistakes_told(lab, many_students(60));
    for (const auto& [id, question] : lab.questions) {
      for (const Mistake& mistake : question.mistakes) {
        INFO(lab.name << " " << id << ": " << mistake.because);
        CHECK(told.count(id + mistake.because) > 0);
      }
    }
  }
}

TEST_CASE("every page has the same headings, and asks what lab.json asks") {
  for (const Lab& lab : shipped_labs()) {
    INFO(lab.name);
    const Page page = read_page(lab);
    CHECK(names_of(page.sections) == page_headings());
    CHECK(page.head == "# Lab " + std::to_string(std::stoi(lab.name)) + ": " + lab.title + "\n\n");
    CHECK(*find(page.sections, "Predict") ==
          "\nBefore anything is played, write down an answer to each.\n\n" +
              questions_text(lab, usual_numbers(lab)) + "\n");
    CHECK(markdown_of(page) == tests::read(lab.folder / "README.md"));
  }
}

TEST_CASE("the answers on a page are what runs with the numbers of the page say") {
  const std::regex line("\n- `(\\w+)`: \\*\\*([^*]+)\\*\\*");
  for (const Lab& lab : shipped_labs()) {
    const TemporaryFolder folder;
    Plays plays(lab, usual_numbers(lab), folder.path);
    const Page page = read_page(lab);
    const std::string& text = *find(page.sections, "Answer");
    std::vector<std::string> told;
    for (auto at = std::sregex_iterator(text.begin(), text.end(), line);
         at != std::sregex_iterator(); ++at) {
      const std::string id = (*at)[1];
      std::string answer = (*at)[2];
      told.push_back(id);
      const Question* question = find(lab.questions, id);
      REQUIRE(question != nullptr);
      const registry::Json right = right_answer(*question, plays);
      INFO(lab.name << " " << id << ": " << answer << ", a run: " << right.dump());
      if (!question->choices.empty()) {
        CHECK(right == registry::Json(answer));
        continue;
      }
      answer.erase(std::remove(answer.begin(), answer.end(), ','), answer.end());
      CHECK(question->tolerance.allows(std::stod(answer), right.get<double>()));
    }
    CHECK(told == names_of(lab.questions));
  }
}

}  // namespace shipped_labs_test
