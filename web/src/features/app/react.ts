/** React by itself, to be evaluated in a task of its own (`web/src/main.tsx`). */
import 'react-dom/client';
