extern "C" void engine_run(const char* text);

int main() {
    engine_run("once");
    engine_run("twice");
    return 0;
}
