import { speak } from './speak.js';

speak(self);
