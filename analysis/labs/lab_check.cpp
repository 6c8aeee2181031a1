// Checks a lab as a whole.
#include "analysis/labs/lab_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/labs/numbers.hpp"
#include "sim/registry/input_file.hpp"
#include "sim/registry/suggest.hpp"
#include "sim/run/table_columns.hpp"
#include "sim/scenario/setting.hpp"

namespace rippletank::labs {
namespace {

using registry::Diagnostic;
using registry::Json;

/// Gathers the mistakes of one lab.
class Check {
 public:
  explicit Check(const Lab& lab) : lab_(lab), numbers_(names_of(lab.numbers)) {}

  std::vector<Diagnostic> all() {
    for (const auto& [name, number] : lab_.numbers) check_number(number);
    check_set("/set", lab_.set);
    for (const auto& [name, run] : lab_.runs) check_run("/runs/" + name, run);
    if (lab_.runs.empty()) add("/runs", "expected at least one run");
    if (lab_.questions.empty()) add("/questions", "expected at least one question");
    for (const auto& [id, question] : lab_.questions) {
      check_question("/questions/" + registry::escape_pointer_token(id), question);
    }
    return std::move(mistakes_);
  }

 private:
  void add(std::string pointer, std::string message) {
    mistakes_.push_back({"", 0, std::move(pointer), std::move(message)});
  }

  void check_name(const std::string& pointer, const char* kind, const std::string& name,
                  const std::vector<std::string>& known) {
    if (std::find(known.begin(), known.end(), name) != known.end()) return;
    add(pointer, fmt::format("unknown {} \"{}\"{}", kind, name, registry::suggestion(name, known)));
  }

  void check_text(const std::string& pointer, const std::string& text) {
    for (const std::string& name : placeholders(text))
      check_name(pointer, "number", name, numbers_);
  }

  /// Numbers can follow only from those that stand before them.
  void check_number(const Number& number) {
    if (number.is) {
      for_each_part(*number.is, [&](const Value& part) {
        if (part.number) check_name(part.at + "/number", "earlier number", *part.number, earlier_);
      });
    }
    earlier_.push_back(numbers_[earlier_.size()]);
  }

  void check_json(const std::string& pointer, const Json& value) {
    if (value.is_string()) return check_text(pointer, value.get_ref<const std::string&>());
    if (!value.is_structured()) return;
    for (const auto& [key, part] : value.items()) check_json(pointer, part);
  }

  void check_run(const std::string& pointer, const Run& run) {
    const std::string why = registry::why_not_readable(lab_.folder / run.scenario);
    if (!why.empty()) add(pointer + "/scenario", why);
    check_set(pointer + "/set", run.set);
  }

  void check_set(const std::string& pointer, const Named<Json>& set) {
    for (const auto& [at, value] : set) {
      const std::string place = pointer + "/" + registry::escape_pointer_token(at);
      if (const std::string reason = scenario::why_no_pointer(at); !reason.empty()) {
        add(place, reason);
      }
      check_json(place, value);
    }
  }

  void check_table(const Value& value) {
    std::vector<std::string> tables;
    const run::TableColumns* meant = nullptr;
    for (const run::TableColumns* table : run::all_columns()) {
      tables.push_back(table->name);
      if (table->name == *value.table) meant = table;
    }
    check_name(value.at + "/table", "table", *value.table, tables);
    if (meant == nullptr) return;
    std::vector<std::string> columns;
    for (const std::string_view column : meant->names()) columns.emplace_back(column);
    if (value.column) check_name(value.at + "/column", "column", *value.column, columns);
    if (value.where.is_null()) return;
    for (const auto& [column, cell] : value.where.items()) {
      const std::string place = value.at + "/where/" + registry::escape_pointer_token(column);
      check_name(place, "column", column, columns);
      check_json(place, cell);
    }
  }

  void check_value(const Value& value) {
    for_each_part(value, [this](const Value& part) {
      if (part.run) check_name(part.at + "/run", "run", *part.run, names_of(lab_.runs));
      if (part.number) check_name(part.at + "/number", "number", *part.number, numbers_);
      if (part.table) check_table(part);
    });
  }

  /// The right answer is what a run says, so that it cannot be wrong.
  void check_measured(const Value& value) {
    check_value(value);
    if (!is_measured(value)) add(value.at, "expected a value with a run in it");
  }

  void check_choices(const std::string& pointer, const Question& question) {
    for (const auto* values : {&question.answer.largest, &question.answer.smallest}) {
      const std::string place =
          pointer + "/answer/" + (values == &question.answer.largest ? "largest" : "smallest");
      for (const auto& [choice, value] : *values) {
        check_name(fmt::format("{}/{}", place, choice), "choice", choice,
                   names_of(question.choices));
        check_measured(value);
      }
      for (const auto& [choice, words] : question.choices) {
        if (values->empty() || find(*values, choice) != nullptr) continue;
        add(place, fmt::format("missing \"{}\": expected a value for each choice", choice));
      }
    }
    for (const auto& [choice, words] : question.choices) {
      check_text(fmt::format("{}/choices/{}", pointer, choice), words);
    }
  }

  void check_mistakes(const std::string& pointer, const Question& question) {
    for (std::size_t i = 0; i < question.mistakes.size(); ++i) {
      const Mistake& mistake = question.mistakes[i];
      const std::string place = fmt::format("{}/mistakes/{}", pointer, i);
      check_text(place + "/because", mistake.because);
      if (mistake.choice.has_value() == question.choices.empty()) {
        add(place, "expected a number as answer, or a choice, as the question wants it");
      } else if (mistake.choice) {
        check_name(place + "/choice", "choice", *mistake.choice, names_of(question.choices));
      } else {
        check_value(*mistake.answer);
      }
    }
  }

  void check_question(const std::string& pointer, const Question& question) {
    check_text(pointer + "/ask", question.ask);
    check_text(pointer + "/because", question.because);
    if (question.answer.value.has_value() != question.choices.empty()) {
      add(pointer + "/answer",
          "expected largest or smallest where there are choices, else a value");
    } else if (question.answer.value) {
      check_measured(*question.answer.value);
    } else {
      check_choices(pointer, question);
    }
    check_mistakes(pointer, question);
  }

  const Lab& lab_;
  std::vector<std::string> numbers_;
  std::vector<std::string> earlier_;
  std::vector<Diagnostic> mistakes_;
};

}  // namespace

std::vector<Diagnostic> check(const Lab& lab) { return Check(lab).all(); }

}  // namespace rippletank::labs
