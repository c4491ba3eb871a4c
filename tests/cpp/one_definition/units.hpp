#pragma once

void call_direct();
void call_after_other();
void call_with_few_levels();
